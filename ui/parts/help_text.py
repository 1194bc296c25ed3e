"""The words of the help page."""

HTML = """
<article class="b-prose">
<h1>Help</h1>
<h2>Asking</h2>
<p>Ask in your own words, as you would ask the colleague who knows the policy. Ask a follow-up in
the same conversation and Bernard takes the earlier questions into account. “New question”
starts afresh.</p>
<p>The small numbers in an answer are links: each leads to the words a statement rests on.
“Open in document” shows them in the whole text; you can send that address to a colleague.</p>
<h2>What the answers mean</h2>
<dl>
<dt>Checked against the source</dt>
<dd>Every quoted word was found again in the document, at the place the number leads to.</dd>
<dt>The documents may not answer this</dt>
<dd>Something near was found, but it may be about another matter. Read it before relying on it.</dd>
<dt>The documents do not answer this</dt>
<dd>Nothing near enough was found. Bernard does not guess; the policy's owner can say more.</dd>
<dt>Stopped</dt>
<dd>The answer was interrupted. The question and what had been written are kept.</dd>
</dl>
<h2>The library</h2>
<p>Drop files into the library page, choose the collection and start. Word, OpenDocument, PDF, web
page, Markdown and plain text files can be read. Loading goes on when you close the page. A new
version replaces the old one in answers at once; the old one is kept and can be put in force
again.</p>
<h2>What leaves the building</h2>
<p>Without a chat model, nothing: answers are quoted from the documents on this machine. With one,
your question and the passages found for it are sent to that model. The line above the question box
says which it is.</p>
<h2>What is kept</h2>
<p>Your conversations, with everything that made each answer, until you delete them. Only you see
them.</p>
</article>
"""
