"""Tunes the encoder with a few sentences and prints what came of it, for test_tuning.

`--digest` prints only the digest of the weights.

A process of its own: the tests run without TensorFlow.
"""

import hashlib
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import tensorflow as tf

from bot.nlu.encoder import GRAPH_FILE, TOKENIZER_FILE, SentenceEncoder
from bot.nlu.encoder_graph import write_exact_graph
from bot.nlu.encoder_weights import packaged_weights, weights_folder
from bot.nlu.labels import Label
from bot.nlu.reading import Reading
from bot.nlu.tuning import Examples, tune
from bot.nlu.tuning_encoder import Encoder

# Two questions that sound alike, each in several ways, and one that follows an exam.
SENTENCES = {
    "memorizing": [
        "do I have to learn all the codes by heart",
        "must every code be memorized",
        "do coders know the codes from memory",
        "is it a lot of memorizing",
    ],
    "looking-up": [
        "where do coders look up the codes",
        "do you search for the code in a book",
        "which tool finds the right code",
        "is there a list in which the codes stand",
    ],
    "hours": ["how long does it take", "how many hours is it"],
}
EPOCHS = 30


def main() -> None:
    """Print which weights changed, and the vectors before, after and by TensorFlow, as JSON."""
    texts = [text for group in SENTENCES.values() for text in group]
    labels = [
        Label("exam_difficulty", aspect, "certification" if aspect == "hours" else "")
        for aspect, group in SENTENCES.items()
        for _ in group
    ]
    examples = Examples.of([Reading(text, ("measure: one",)) for text in texts], labels, {})
    tuned = tune(examples, EPOCHS)
    if "--digest" in sys.argv:
        print(hashlib.sha256(b"".join(tuned[name].tobytes() for name in sorted(tuned))).hexdigest())
        return
    weights = packaged_weights()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_exact_graph(tuned, folder / GRAPH_FILE)
        (folder / TOKENIZER_FILE).write_bytes((weights_folder() / TOKENIZER_FILE).read_bytes())
        after = SentenceEncoder(folder).encode(texts)
        write_exact_graph(weights, folder / GRAPH_FILE)
        before = SentenceEncoder(folder).encode(texts)
    padding = 3
    ids = tf.constant([[*examples.tokens[0], *[0] * padding]])
    mask = tf.constant([[1.0] * len(examples.tokens[0]) + [0.0] * padding])
    once_more = Encoder(tuned)(ids, mask)[0]
    found = {
        "known": examples.known.tolist(),
        "labels": examples.labels.tolist(),
        "changed": [name for name in tuned if not np.array_equal(tuned[name], weights[name])],
        "before": before.tolist(),
        "after": after.tolist(),
        "by_tensorflow": np.array(once_more).tolist(),
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
