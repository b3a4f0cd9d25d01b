/**
 * Data sets and the loader that makes batches of them: PyTorch's {@code torch.utils.data}.
 *
 * <p>A {@link dev.cresset.data.Dataset} has records as items, a batch is a record of the same type
 * whose tensors have one dimension more:
 *
 * {@snippet :
 * record Digit(Tensor image, Tensor label) {}
 *
 * Dataset<Digit> train = TensorDataset.of(Digit::new, images, labels);
 * for (Digit batch : DataLoader.of(train, Load.batchSize(64).shuffle())) {
 *     var loss = crossEntropy(model.forward(batch.image()), batch.label());
 * }
 * }
 */
package dev.cresset.data;
