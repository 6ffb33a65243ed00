"""150 ways to try to turn a text into code."""

import itertools

CODE = ("executed()", "window.executed()", "top.executed()", "eval('executed()')", "executed``")
SHAPES = (
    "<script>{}</script>",
    "<ScRiPt>{}</sCrIpT>",
    '"><script>{}</script>',
    "'><script>{}</script>",
    "</textarea><script>{}</script>",
    "</li></ol><script>{}</script>",
    "<img src=x onerror={}>",
    '<img src="x" onerror="{}">',
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<body onload={}>",
    "<details open ontoggle={}>",
    "<input autofocus onfocus={}>",
    "<video><source onerror={}></video>",
    "<audio src=x onerror={}>",
    "<iframe src=javascript:{}></iframe>",
    "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    "<object data=javascript:{}>",
    "<embed src=javascript:{}>",
    "<a href=javascript:{} id=x>x</a>",
    "<form action=javascript:{}><button>x</button></form>",
    "<math><mi xlink:href=javascript:{}>x</mi></math>",
    "<style>@import 'javascript:{}';</style>",
    "<link rel=stylesheet href=javascript:{}>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<marquee onstart={}>x</marquee>",
    "javascript:{}",
    "[x](javascript:{})",
    "${{{}}} {{{{constructor.constructor('{}')()}}}}",
)
ATTACKS = [shape.replace("{}", code) for shape, code in itertools.product(SHAPES, CODE)]
# A page on which this script ran first counts what was executed.
COUNTING = "window.executions = 0; window.executed = () => { window.executions += 1; };"
