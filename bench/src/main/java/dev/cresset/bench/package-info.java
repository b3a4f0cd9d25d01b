/** Workloads that run under the same names in PyTorch, and the comparison of both. */
package dev.cresset.bench;
