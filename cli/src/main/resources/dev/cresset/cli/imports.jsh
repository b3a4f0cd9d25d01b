import module java.base;
import module dev.cresset;
import static dev.cresset.Torch.*;
import dev.cresset.nn.Module;
