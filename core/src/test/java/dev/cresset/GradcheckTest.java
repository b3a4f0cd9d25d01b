package dev.cresset;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.autograd.AutogradException;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.Function;

class GradcheckTest {
    private final Tensor x = Torch.tensor(new double[] {0.5, -1, 2}, DType.FLOAT64);

    @Test
    void rightGradientsPass() {
        x.requiresGrad_();
        Gradcheck.gradcheck(in -> in.getFirst().sin(), x);
        Gradcheck.gradgradcheck(in -> in.getFirst().sin(), x);
    }

    @Test
    void aPartThatIsCutOffIsFound() {
        x.requiresGrad_();
        Function<List<Tensor>, Tensor> half = in -> in.getFirst().detach().mul(in.getFirst());
        var error = assertThrows(AutogradException.class, () -> Gradcheck.gradcheck(half, x));
        assertTrue(error.getMessage().contains("Jacobian mismatch"), error.getMessage());
    }

    @Test
    void aWrongSecondGradientIsFound() {
        x.requiresGrad_();
        Function<List<Tensor>, Tensor> linear =
                in -> in.getFirst().mul(in.getFirst().detach()).mul(2);
        assertThrows(AutogradException.class, () -> Gradcheck.gradgradcheck(linear, x));
    }

    @Test
    void coarseDTypesAndInputsWithoutGradientAreRefused() {
        var single = x.toFloat().requiresGrad_();
        assertThrows(
                AutogradException.class,
                () -> Gradcheck.gradcheck(in -> in.getFirst().exp(), single));
        assertThrows(
                AutogradException.class, () -> Gradcheck.gradcheck(in -> in.getFirst().exp(), x));
    }
}
