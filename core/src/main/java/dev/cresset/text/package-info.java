/** Printed forms: tensors and numbers exactly as PyTorch and Python write them. */
package dev.cresset.text;
