"""Adam, the optimizer that the notebooks train with."""

import numpy as np


class Adam:
    """Change parameters a little against their derivatives, in place.

    Parameters
    ----------
    parameters : dict of str to ndarray
        Their contents are replaced; the arrays stay the same objects.
    learning_rate : float, default 3e-3
        About how much one step changes each number.
    beta1, beta2 : float
        How much of the running means of the derivative and of its square is kept.
    epsilon : float

    Notes
    -----
    Kingma & Ba (2015), algorithm 1, with the correction of the means' bias towards 0. The means
    of all parameters lie in one long vector: one pass over it is several times faster than a
    loop over twenty small arrays.

    Examples
    --------
    >>> parameters = {"x": np.array([1.0, -2, 0])}
    >>> Adam(parameters, learning_rate=0.1).step({"x": np.array([5.0, -0.01, 0])})
    >>> parameters["x"].round(3)
    array([ 0.9, -1.9,  0. ])
    """

    def __init__(self, parameters, *, learning_rate=3e-3, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.parameters = parameters
        self.learning_rate = learning_rate
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self.steps = 0
        self.mean = np.concatenate([np.zeros_like(array.ravel()) for array in parameters.values()])
        self.square = np.zeros_like(self.mean)

    def step(self, gradients):
        """Take one step.

        Parameters
        ----------
        gradients : dict of str to ndarray
            Of the loss, one for each parameter, in the same shape.

        Raises
        ------
        ValueError
            If a gradient is missing, has no parameter, or another shape.
        """
        flat = self._flatten(gradients)
        self.steps += 1
        self.mean *= self.beta1
        self.mean += (1 - self.beta1) * flat
        self.square *= self.beta2
        self.square += (1 - self.beta2) * np.square(flat)
        rate = self.learning_rate / (1 - self.beta1**self.steps)
        change = np.sqrt(self.square / (1 - self.beta2**self.steps))
        change += self.epsilon
        np.divide(self.mean, change, out=change)
        change *= rate
        start = 0
        for array in self.parameters.values():
            array -= change[start : start + array.size].reshape(array.shape)
            start += array.size

    def _flatten(self, gradients):
        expected = {name: array.shape for name, array in self.parameters.items()}
        given = {name: array.shape for name, array in gradients.items()}
        if given != expected:
            names = sorted({*expected, *given})
            wrong = next(name for name in names if expected.get(name) != given.get(name))
            raise ValueError(
                f"gradients must have the names and shapes of the parameters; for {wrong!r} the "
                f"parameter is {expected.get(wrong)} and the gradient {given.get(wrong)}"
            )
        return np.concatenate([gradients[name].ravel() for name in self.parameters])
