package dev.cresset.cpu.natives;

import static dev.cresset.cpu.natives.Symbols.BYTE;
import static dev.cresset.cpu.natives.Symbols.FLOAT;
import static dev.cresset.cpu.natives.Symbols.INT;
import static dev.cresset.cpu.natives.Symbols.LONG;
import static dev.cresset.cpu.natives.Symbols.POINTER;

import dev.cresset.cpu.natives.NativeLibraries.Library;

import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/**
 * The functions of oneDNN that are used, one method each, named and parametrised as in {@code
 * dnnl.h}; handles and pointers are addresses, results are status codes where the C function
 * returns one. Call only where {@link #available()}; see Note [One pool] for the thread count.
 *
 * <p>{@link OneDnnPrimitive} is the comfortable way to the functions that are not public here.
 */
public final class OneDnn {
    static final int SUCCESS = 0;
    static final int UNIMPLEMENTED = 3;
    static final int CPU = 1;
    static final int STREAM_IN_ORDER = 1;
    static final int F32 = 3;
    static final int FORMAT_TAG_ANY = 1;
    static final int FORWARD_TRAINING = 64;
    static final int CONVOLUTION_DIRECT = 1;
    static final int SCRATCHPAD_MODE_USER = 1;
    static final int QUERY_IMPL_INFO_STR = 8;
    static final int QUERY_SCRATCHPAD_MD = 136;

    private static final Symbols SYMBOLS =
            NativeLibraries.load(Library.ONEDNN).map(Symbols::new).orElse(null);

    private OneDnn() {}

    /** True if the library could be loaded; the first call loads it. */
    public static boolean available() {
        return SYMBOLS != null;
    }

    private static MethodHandle function(
            String name, MemoryLayout result, MemoryLayout... arguments) {
        return SYMBOLS.function(name, result, arguments);
    }

    private static final class OpenMp {
        static final MethodHandle SET_NUM_THREADS =
                SYMBOLS.has("omp_set_num_threads")
                        ? SYMBOLS.procedure("omp_set_num_threads", INT)
                        : null;
    }

    /**
     * Makes oneDNN run in the calling thread alone; to be called before anything that computes.
     * OpenMP keeps the count per system thread, and a virtual thread may be on another one each
     * time, so it is told every time, which takes nanoseconds.
     */
    static void useOneThread() {
        if (OpenMp.SET_NUM_THREADS != null) {
            try {
                OpenMp.SET_NUM_THREADS.invokeExact(1);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }
    }

    // Handles take milliseconds to make. Matrix products alone should not pay for the rest.
    private static final class Sgemm {
        static final MethodHandle HANDLE =
                function(
                        "dnnl_sgemm",
                        INT,
                        BYTE,
                        BYTE,
                        LONG,
                        LONG,
                        LONG,
                        FLOAT,
                        POINTER,
                        LONG,
                        POINTER,
                        LONG,
                        FLOAT,
                        POINTER,
                        LONG);
    }

    /** {@code dnnl_sgemm}, row-major, in the calling thread: c = alpha op(a) op(b) + beta c. */
    public static void sgemm(
            boolean transA,
            boolean transB,
            long m,
            long n,
            long k,
            float alpha,
            long a,
            long lda,
            long b,
            long ldb,
            float beta,
            long c,
            long ldc) {
        useOneThread();
        int status;
        try {
            status =
                    (int)
                            Sgemm.HANDLE.invokeExact(
                                    (byte) (transA ? 'T' : 'N'),
                                    (byte) (transB ? 'T' : 'N'),
                                    m,
                                    n,
                                    k,
                                    alpha,
                                    a,
                                    lda,
                                    b,
                                    ldb,
                                    beta,
                                    c,
                                    ldc);
        } catch (Throwable e) {
            throw Symbols.broken(e);
        }
        check("dnnl_sgemm", status);
    }

    /**
     * Turns a status code into an exception.
     *
     * @throws OutOfMemoryError if the library had no memory
     * @throws IllegalStateException for any other failure
     */
    static void check(String function, int status) {
        switch (status) {
            case SUCCESS -> {}
            case 1 -> throw new OutOfMemoryError(function + ": oneDNN could not allocate memory");
            default ->
                    throw new IllegalStateException(
                            function + ": oneDNN failed with status " + status);
        }
    }

    /** The functions about primitives, in a class of their own for the reason above. */
    static final class Api {
        private Api() {}

        private static final MethodHandle ENGINE_CREATE =
                function("dnnl_engine_create", INT, POINTER, INT, LONG);
        private static final MethodHandle STREAM_CREATE =
                function("dnnl_stream_create", INT, POINTER, POINTER, INT);
        private static final MethodHandle STREAM_WAIT = function("dnnl_stream_wait", INT, POINTER);
        private static final MethodHandle MEMORY_DESC_CREATE_WITH_STRIDES =
                function(
                        "dnnl_memory_desc_create_with_strides",
                        INT,
                        POINTER,
                        INT,
                        POINTER,
                        INT,
                        POINTER);
        private static final MethodHandle MEMORY_DESC_CREATE_WITH_TAG =
                function("dnnl_memory_desc_create_with_tag", INT, POINTER, INT, POINTER, INT, INT);
        private static final MethodHandle MEMORY_DESC_CREATE_SUBMEMORY =
                function(
                        "dnnl_memory_desc_create_submemory",
                        INT,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER);
        private static final MethodHandle MEMORY_DESC_DESTROY =
                function("dnnl_memory_desc_destroy", INT, POINTER);
        private static final MethodHandle MEMORY_DESC_GET_SIZE =
                function("dnnl_memory_desc_get_size", LONG, POINTER);
        private static final MethodHandle MEMORY_CREATE =
                function("dnnl_memory_create", INT, POINTER, POINTER, POINTER, POINTER);
        private static final MethodHandle MEMORY_SET_DATA_HANDLE =
                function("dnnl_memory_set_data_handle", INT, POINTER, POINTER);
        private static final MethodHandle MEMORY_DESTROY =
                function("dnnl_memory_destroy", INT, POINTER);
        private static final MethodHandle PRIMITIVE_ATTR_CREATE =
                function("dnnl_primitive_attr_create", INT, POINTER);
        private static final MethodHandle PRIMITIVE_ATTR_SET_SCRATCHPAD_MODE =
                function("dnnl_primitive_attr_set_scratchpad_mode", INT, POINTER, INT);
        private static final MethodHandle PRIMITIVE_DESC_QUERY =
                function("dnnl_primitive_desc_query", INT, POINTER, INT, INT, POINTER);
        private static final MethodHandle PRIMITIVE_DESC_QUERY_MD =
                function("dnnl_primitive_desc_query_md", POINTER, POINTER, INT, INT);
        private static final MethodHandle PRIMITIVE_DESC_DESTROY =
                function("dnnl_primitive_desc_destroy", INT, POINTER);
        private static final MethodHandle PRIMITIVE_CREATE =
                function("dnnl_primitive_create", INT, POINTER, POINTER);
        private static final MethodHandle PRIMITIVE_EXECUTE =
                function("dnnl_primitive_execute", INT, POINTER, POINTER, INT, POINTER);
        private static final MethodHandle PRIMITIVE_DESTROY =
                function("dnnl_primitive_destroy", INT, POINTER);
        private static final MethodHandle REORDER_PRIMITIVE_DESC_CREATE =
                function(
                        "dnnl_reorder_primitive_desc_create",
                        INT,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER);
        private static final MethodHandle CONVOLUTION_FORWARD_PRIMITIVE_DESC_CREATE =
                function(
                        "dnnl_convolution_forward_primitive_desc_create",
                        INT,
                        POINTER,
                        POINTER,
                        INT,
                        INT,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER);
        private static final MethodHandle CONVOLUTION_BACKWARD_DATA_PRIMITIVE_DESC_CREATE =
                function(
                        "dnnl_convolution_backward_data_primitive_desc_create",
                        INT,
                        POINTER,
                        POINTER,
                        INT,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER);
        private static final MethodHandle CONVOLUTION_BACKWARD_WEIGHTS_PRIMITIVE_DESC_CREATE =
                function(
                        "dnnl_convolution_backward_weights_primitive_desc_create",
                        INT,
                        POINTER,
                        POINTER,
                        INT,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER,
                        POINTER);

        /** Makes an engine; {@code engine} is where its handle is stored. */
        static int engineCreate(long engine, int kind, long index) {
            try {
                return (int) ENGINE_CREATE.invokeExact(engine, kind, index);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Makes a stream of an engine. */
        static int streamCreate(long stream, long engine, int flags) {
            try {
                return (int) STREAM_CREATE.invokeExact(stream, engine, flags);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Waits until everything in a stream is done. */
        static int streamWait(long stream) {
            try {
                return (int) STREAM_WAIT.invokeExact(stream);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Describes memory by sizes and strides in elements. */
        static int memoryDescCreateWithStrides(
                long desc, int rank, long dims, int dataType, long strides) {
            try {
                return (int)
                        MEMORY_DESC_CREATE_WITH_STRIDES.invokeExact(
                                desc, rank, dims, dataType, strides);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Describes memory by sizes and a format tag. */
        static int memoryDescCreateWithTag(long desc, int rank, long dims, int dataType, int tag) {
            try {
                return (int)
                        MEMORY_DESC_CREATE_WITH_TAG.invokeExact(desc, rank, dims, dataType, tag);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Describes a part of memory that has a description. */
        static int memoryDescCreateSubmemory(long desc, long parent, long dims, long offsets) {
            try {
                return (int) MEMORY_DESC_CREATE_SUBMEMORY.invokeExact(desc, parent, dims, offsets);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Frees a description. */
        static int memoryDescDestroy(long desc) {
            try {
                return (int) MEMORY_DESC_DESTROY.invokeExact(desc);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Bytes that memory of this description takes. */
        static long memoryDescGetSize(long desc) {
            try {
                return (long) MEMORY_DESC_GET_SIZE.invokeExact(desc);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Makes a memory object over memory of ours. */
        static int memoryCreate(long memory, long desc, long engine, long address) {
            try {
                return (int) MEMORY_CREATE.invokeExact(memory, desc, engine, address);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Points a memory object at other memory. */
        static int memorySetDataHandle(long memory, long address) {
            try {
                return (int) MEMORY_SET_DATA_HANDLE.invokeExact(memory, address);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Frees a memory object, not the memory. */
        static int memoryDestroy(long memory) {
            try {
                return (int) MEMORY_DESTROY.invokeExact(memory);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Makes primitive attributes. */
        static int primitiveAttrCreate(long attributes) {
            try {
                return (int) PRIMITIVE_ATTR_CREATE.invokeExact(attributes);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Says who provides scratch memory. */
        static int primitiveAttrSetScratchpadMode(long attributes, int mode) {
            try {
                return (int) PRIMITIVE_ATTR_SET_SCRATCHPAD_MODE.invokeExact(attributes, mode);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Asks a primitive description something. */
        static int primitiveDescQuery(long desc, int what, int index, long result) {
            try {
                return (int) PRIMITIVE_DESC_QUERY.invokeExact(desc, what, index, result);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** A memory description that belongs to a primitive description; 0 if there is none. */
        static long primitiveDescQueryMd(long desc, int what, int index) {
            try {
                return (long) PRIMITIVE_DESC_QUERY_MD.invokeExact(desc, what, index);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Frees a primitive description. */
        static int primitiveDescDestroy(long desc) {
            try {
                return (int) PRIMITIVE_DESC_DESTROY.invokeExact(desc);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Compiles a primitive. */
        static int primitiveCreate(long primitive, long desc) {
            try {
                return (int) PRIMITIVE_CREATE.invokeExact(primitive, desc);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Runs a primitive on (index, memory object) pairs. */
        static int primitiveExecute(long primitive, long stream, int count, long arguments) {
            try {
                return (int) PRIMITIVE_EXECUTE.invokeExact(primitive, stream, count, arguments);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Frees a primitive. */
        static int primitiveDestroy(long primitive) {
            try {
                return (int) PRIMITIVE_DESTROY.invokeExact(primitive);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Describes a copy from one layout to another. */
        static int reorderPrimitiveDescCreate(
                long desc, long from, long fromEngine, long to, long toEngine, long attributes) {
            try {
                return (int)
                        REORDER_PRIMITIVE_DESC_CREATE.invokeExact(
                                desc, from, fromEngine, to, toEngine, attributes);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Describes a convolution. */
        static int convolutionForwardPrimitiveDescCreate(
                long desc,
                long engine,
                int propagation,
                int algorithm,
                long src,
                long weights,
                long bias,
                long dst,
                long strides,
                long dilates,
                long paddingLow,
                long paddingHigh,
                long attributes) {
            try {
                return (int)
                        CONVOLUTION_FORWARD_PRIMITIVE_DESC_CREATE.invokeExact(
                                desc,
                                engine,
                                propagation,
                                algorithm,
                                src,
                                weights,
                                bias,
                                dst,
                                strides,
                                dilates,
                                paddingLow,
                                paddingHigh,
                                attributes);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Describes the gradient of a convolution for its source. */
        static int convolutionBackwardDataPrimitiveDescCreate(
                long desc,
                long engine,
                int algorithm,
                long diffSrc,
                long weights,
                long diffDst,
                long strides,
                long dilates,
                long paddingLow,
                long paddingHigh,
                long hint,
                long attributes) {
            try {
                return (int)
                        CONVOLUTION_BACKWARD_DATA_PRIMITIVE_DESC_CREATE.invokeExact(
                                desc,
                                engine,
                                algorithm,
                                diffSrc,
                                weights,
                                diffDst,
                                strides,
                                dilates,
                                paddingLow,
                                paddingHigh,
                                hint,
                                attributes);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }

        /** Describes the gradient of a convolution for its weights and bias. */
        static int convolutionBackwardWeightsPrimitiveDescCreate(
                long desc,
                long engine,
                int algorithm,
                long src,
                long diffWeights,
                long diffBias,
                long diffDst,
                long strides,
                long dilates,
                long paddingLow,
                long paddingHigh,
                long hint,
                long attributes) {
            try {
                return (int)
                        CONVOLUTION_BACKWARD_WEIGHTS_PRIMITIVE_DESC_CREATE.invokeExact(
                                desc,
                                engine,
                                algorithm,
                                src,
                                diffWeights,
                                diffBias,
                                diffDst,
                                strides,
                                dilates,
                                paddingLow,
                                paddingHigh,
                                hint,
                                attributes);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }
    }
}
