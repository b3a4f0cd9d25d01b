/** Logs that TensorBoard shows. */
package dev.cresset.viz;
