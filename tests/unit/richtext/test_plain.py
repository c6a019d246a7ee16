from relaybot.richtext.from_html import document_of
from relaybot.richtext.plain import plain

HTML = """
<h2>Act One</h2><p>Heat<br>and <b>water</b>.</p>
<ol start="3"><li>three<ul><li>a</li></ul></li><li>four</li></ol>
<blockquote><p>one</p><p>two</p></blockquote>
<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>
<pre>x
 y</pre><hr>
<img src="https://x.example/1.jpg" alt="The gate"><img src="https://x.example/2.jpg">
<iframe src="https://youtu.be/abcdefgh"></iframe>
"""
WANTED = """Act One

Heat
and water.

3. three
  • a
4. four

> one
>
> two

a | b
c | d

x
 y

—

[The gate]

YouTube video: https://www.youtube.com/watch?v=abcdefgh"""


def test_plain() -> None:
    assert plain(document_of(HTML, base=None)) == WANTED
