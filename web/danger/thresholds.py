"""From which score on a text is danger. Changing these needs no new training."""

# 0 lies in the middle between the two kinds of phrases. Chosen with
# `python -m bot.danger_measure`: a missed cry for help costs more than a kind word too many.
THRESHOLD = -0.2
# From this score on there is no doubt: the help text is the whole answer. Below it, a question
# that Rasa can answer is answered as well.
SURE = 0.3
# Below this score the classifier is sure enough to overrule a doubtful rule.
DOUBT = -0.3
# A message of many parts has many chances of a part that only sounds alarming: so much is taken
# off its score, times the logarithm of the number of its parts.
MANY_PARTS = 0.1
