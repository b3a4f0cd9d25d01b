/** Files: safetensors and the checkpoints of a training run. */
package dev.cresset.io;
