"""Train a small network step by step, so that a learner can watch, stop, and keep what it knows."""

from dataclasses import dataclass

from attention_lib._arrays import count
from attention_lib.adam import Adam
from attention_lib.models.one_thread import one_thread

AHEAD = 20  # batches drawn at once, which is several times faster than one by one


@dataclass(frozen=True)
class Progress:
    """How far training has come.

    Parameters
    ----------
    step, steps : int
        Steps done, and steps planned.
    loss : float
        Mean over the steps since the last report.
    accuracy : dict of str to float
        Share of right answers in the same steps, by what was asked. Every batch is new, so this
        is measured on what the network has not yet seen.
    """

    step: int
    steps: int
    loss: float
    accuracy: dict

    def __str__(self):
        shares = ", ".join(f"{name} {share:.2f}" for name, share in self.accuracy.items())
        return f"step {self.step} of {self.steps}: loss {self.loss:.3f}, {shares}"


def learn(network, rng, *, steps, batch, learning_rate=3e-3, every=50):
    """Train a network on fresh examples, and report now and then.

    Parameters
    ----------
    network
        Has ``parameters`` (dict of str to ndarray, changed in place), ``draw(number, rng)``,
        which returns examples that can be cut like an array, and
        ``loss_and_gradients(examples) -> loss, gradients, right``, where ``right`` holds a boolean
        array for each kind of question.
    rng : numpy.random.Generator
        Draws the examples.
    steps, batch : int
    learning_rate : float, default 3e-3
        Adam's, constant.
    every : int, default 50
        Steps between two reports; the last step always reports.

    Yields
    ------
    Progress
        Leave the loop at any time: the network keeps what it has learned.

    Raises
    ------
    ValueError
        If ``steps``, ``batch`` or ``every`` is less than 1.
    """
    steps, batch, every = (
        count(number, name, at_least=1)
        for number, name in ((steps, "steps"), (batch, "batch"), (every, "every"))
    )
    optimizer = Adam(network.parameters, learning_rate=learning_rate)
    losses, right, asked = [], {}, {}
    for step in range(1, steps + 1):
        place = (step - 1) % AHEAD
        if place == 0:
            drawn = network.draw(batch * AHEAD, rng)
        examples = drawn[place * batch : (place + 1) * batch]
        with one_thread():
            loss, gradients, answers = network.loss_and_gradients(examples)
        optimizer.step(gradients)
        losses.append(loss)
        for name, answered in answers.items():
            right[name] = right.get(name, 0) + int(answered.sum())
            asked[name] = asked.get(name, 0) + answered.size
        if step % every == 0 or step == steps:
            shares = {name: right[name] / asked[name] for name in right if asked[name]}
            yield Progress(step, steps, sum(losses) / len(losses), shares)
            losses, right, asked = [], {}, {}


def accuracy(network, examples):
    """Return the share of right answers to given examples.

    Parameters
    ----------
    network
        As for `learn`.
    examples
        As ``network.draw`` returns them.

    Returns
    -------
    dict of str to float
        By what was asked.
    """
    _, _, right = network.loss_and_gradients(examples)
    return {name: float(answered.mean()) for name, answered in right.items() if answered.size}
