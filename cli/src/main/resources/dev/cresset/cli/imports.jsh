import module java.base;
import module dev.cresset;
