package dev.cresset.cpu.conv;

import dev.cresset.cpu.pool.CpuPooling;
import dev.cresset.spi.DType;
import dev.cresset.spi.Windows;

/** Convolution and pooling. */
public final class CpuWindows implements Windows {
    private final CpuPooling pooling = new CpuPooling();

    /** Without state. */
    public CpuWindows() {}

    private static ConvShape shape(Conv c) {
        return new ConvShape(
                c.batch(),
                c.inChannels(),
                c.outChannels(),
                c.input(),
                c.kernel(),
                c.output(),
                c.stride(),
                c.padding(),
                c.dilation(),
                c.groups());
    }

    @Override
    public MemoryFormat preferred(Conv conv, DType dtype) {
        return Convolution.preferredFormat(shape(conv), dtype);
    }

    @Override
    public void convolve(
            Conv conv,
            DType dtype,
            MemoryFormat xFormat,
            MemoryFormat yFormat,
            long x,
            long w,
            long bias,
            long y) {
        Convolution.forward(shape(conv), dtype, xFormat, yFormat, x, w, bias, y);
    }

    @Override
    public void convolveInputGradient(
            Conv conv,
            DType dtype,
            MemoryFormat yFormat,
            MemoryFormat xFormat,
            long gradY,
            long w,
            long gradX) {
        Convolution.backwardData(shape(conv), dtype, yFormat, xFormat, gradY, w, gradX);
    }

    @Override
    public void convolveWeightGradient(
            Conv conv,
            DType dtype,
            MemoryFormat xFormat,
            MemoryFormat yFormat,
            long x,
            long gradY,
            long gradW,
            long gradBias) {
        Convolution.backwardWeights(
                shape(conv), dtype, xFormat, yFormat, x, gradY, gradW, gradBias);
    }

    @Override
    public void maxPool(Pool pool, DType dtype, MemoryFormat format, long x, long y, long indices) {
        pooling.maxPool(pool, dtype, format, x, y, indices);
    }

    @Override
    public void maxPoolGradient(
            Pool pool, DType dtype, MemoryFormat format, long gradY, long indices, long gradX) {
        pooling.maxPoolGradient(pool, dtype, format, gradY, indices, gradX);
    }

    @Override
    public void averagePool(
            Pool pool,
            DType dtype,
            MemoryFormat format,
            boolean countPadding,
            long divisor,
            long x,
            long y) {
        pooling.averagePool(pool, dtype, format, countPadding, divisor, x, y);
    }

    @Override
    public void averagePoolGradient(
            Pool pool,
            DType dtype,
            MemoryFormat format,
            boolean countPadding,
            long divisor,
            long gradY,
            long gradX) {
        pooling.averagePoolGradient(pool, dtype, format, countPadding, divisor, gradY, gradX);
    }
}
