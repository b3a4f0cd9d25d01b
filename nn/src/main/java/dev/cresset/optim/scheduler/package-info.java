/** Learning rates that change over time: PyTorch's {@code torch.optim.lr_scheduler}. */
package dev.cresset.optim.scheduler;
