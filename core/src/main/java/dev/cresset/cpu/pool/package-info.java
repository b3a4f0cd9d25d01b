/** Maximum and average pooling on the CPU, forward and backward. */
package dev.cresset.cpu.pool;
