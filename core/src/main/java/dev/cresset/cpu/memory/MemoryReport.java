package dev.cresset.cpu.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;

/** The words for running out of memory. */
final class MemoryReport {
    private static final int ROWS = 10;

    private MemoryReport() {}

    /** A table row: storages of one size. */
    private static final class Row {
        final String size;
        long count;
        long total;

        Row(String size) {
            this.size = size;
        }
    }

    /** What was asked, what is there, and which storages hold it. */
    static String exhausted(long requested, long used, long cached, long limit, Leases leases) {
        var rows = new HashMap<Long, Row>();
        leases.forEach(
                lease -> {
                    var row =
                            rows.computeIfAbsent(
                                    lease.requested,
                                    s -> new Row(s == 0 ? "up to 4.0 KiB" : Bytes.text(s)));
                    row.count += lease.storages();
                    row.total += lease.block.bytes();
                });
        var text = new StringBuilder();
        text.append(
                """
                allocate: DefaultCPUAllocator: can't allocate memory: you tried to allocate %d bytes (%s).
                %s are in live tensors, %s are cached, the limit is %s (-D%s).
                """
                        .formatted(
                                requested,
                                Bytes.text(requested),
                                Bytes.text(used),
                                Bytes.text(cached),
                                Bytes.text(limit),
                                NativeAllocator.LIMIT));
        if (!rows.isEmpty()) {
            text.append("Largest live storages:\n");
            text.append(String.format(Locale.ROOT, "%14s %10s %12s%n", "size", "count", "total"));
            rows.values().stream()
                    .sorted(Comparator.comparingLong((Row row) -> -row.total))
                    .limit(ROWS)
                    .forEach(
                            row ->
                                    text.append(
                                            String.format(
                                                    Locale.ROOT,
                                                    "%14s %10d %12s%n",
                                                    row.size,
                                                    row.count,
                                                    Bytes.text(row.total))));
        }
        text.append(
                "Use smaller batches, keep fewer tensors (a loss kept with its graph keeps all its"
                        + " activations: call detach() or item()), or raise the limit.");
        return text.toString();
    }
}
