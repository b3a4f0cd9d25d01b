package dev.cresset.io;

import java.nio.file.Path;

/** A file is not what its format asks for: damaged, cut off, or of another format. */
public class FileFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * What is wrong with a file.
     *
     * @param problem what is wrong and where
     */
    public FileFormatException(Path file, String problem) {
        super(file + ": " + problem);
    }

    /** What is wrong with a file, and the exception that told it. */
    public FileFormatException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
