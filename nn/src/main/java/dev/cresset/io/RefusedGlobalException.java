package dev.cresset.io;

import java.nio.file.Path;

/**
 * A file asks for a Python class or function that is not among those that mean plain values.
 *
 * <p>Nothing of the file was executed; nothing ever is. Either the file was made to attack its
 * reader, or it holds objects that are more than values: whole modules, NumPy numbers, classes of
 * somebody's program. Save such a file again with plain values, e.g. the state dict of the module.
 */
public final class RefusedGlobalException extends FileFormatException {
    private static final long serialVersionUID = 1;

    private final String global;

    /**
     * A refusal.
     *
     * @param global full name of the class or function, e.g. {@code posix.system}
     * @param problem where it stands and why it is refused
     */
    public RefusedGlobalException(Path file, String global, String problem) {
        super(file, problem);
        this.global = global;
    }

    /** Full name of the refused class or function. */
    public String global() {
        return global;
    }
}
