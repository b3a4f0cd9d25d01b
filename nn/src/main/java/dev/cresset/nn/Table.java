package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.text.Numbers;

/** What embeddings and bags of embeddings share: a table of rows and its options. */
abstract class Table extends Module {
    /** (rows, columns). */
    public final Parameter weight;

    final Embed.Options options;

    /** A new table of standard normal numbers, with zeros in the padding row. */
    Table(long rows, long columns, Embed.Options options) {
        this.options = options.within(name(), rows);
        weight = new Parameter(Torch.empty(rows, columns));
        Init.normal_(weight);
        this.options
                .paddingIdx()
                .ifPresent(row -> Torch.noGrad(() -> weight.select(0, row).fill_(0)));
    }

    /** A table that is there. */
    Table(Tensor embeddings, Embed.Options options) {
        if (embeddings.dim() != 2) {
            throw new OpException(
                    name()
                            + ": Embeddings parameter is expected to be 2-dimensional, got "
                            + embeddings.shape());
        }
        this.options = options.within(name(), embeddings.size(0));
        weight = Parameter.frozen(embeddings);
    }

    /** {@code rows, columns}. */
    final String sizeText() {
        return weight.size(0) + ", " + weight.size(1);
    }

    final String paddingText() {
        var padding = options.paddingIdx();
        return padding.isPresent() ? ", padding_idx=" + padding.getAsLong() : "";
    }

    final String normText() {
        var text = new StringBuilder();
        options.maxNorm().ifPresent(n -> text.append(", max_norm=").append(Numbers.python(n)));
        if (options.normType() != 2) {
            text.append(", norm_type=").append(Numbers.python(options.normType()));
        }
        if (options.scalesGradByFreq()) {
            text.append(", scale_grad_by_freq=True");
        }
        return text.toString();
    }
}
