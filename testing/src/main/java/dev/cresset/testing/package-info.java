/**
 * Runs what PyTorch was recorded to do against Cresset.
 *
 * <p>A bundle is a folder with {@code manifest.jsonl}, one recorded call a line, and {@code
 * tensors.safetensors} with the tensors in them. {@link dev.cresset.testing.Conformance} runs every
 * record and reports what passed, what failed and what does not exist yet.
 *
 * {@snippet :
 * var report = Conformance.run(Path.of("shared/conformance/ops-tier1"));
 * System.out.println(report.totals());
 * }
 */
package dev.cresset.testing;
