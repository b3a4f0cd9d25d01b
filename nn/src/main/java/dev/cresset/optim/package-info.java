/** Optimisers: PyTorch's {@code torch.optim}. */
package dev.cresset.optim;
