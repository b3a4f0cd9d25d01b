package dev.cresset.io;

/** Whether tensors stay in their file instead of being read into memory. */
public enum Mmap {
    /**
     * The file is mapped: its parts are read when they are first used, and the system may drop them
     * again, so that a file can be larger than the memory. Changes of the tensors are not written
     * to the file. The file must not be changed as long as tensors of it are in use; replacing it
     * as {@code save} does is no change.
     */
    MMAP
}
