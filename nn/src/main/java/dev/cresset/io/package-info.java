/**
 * Files: those of PyTorch ({@link dev.cresset.io.TorchFile}), safetensors, NumPy's, and the
 * checkpoints of a training run.
 *
 * <p>All of them are written beside the target and take its name when they are complete; reading
 * runs no code and ends a damaged file with a {@link dev.cresset.io.FileFormatException}.
 */
package dev.cresset.io;
