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
<dd>Every quoted word was found again in the document, at the place the number leads to. What a
language model wrote was held to the words it points at.</dd>
<dt>Part of this is not in the documents</dt>
<dd>What is missing is said first; the rest is answered.</dd>
<dt>It depends on your case</dt>
<dd>The rule has conditions, and your question does not say which of them is so. Choose one of the
buttons, or say in your own words how it is; either is your next question.</dd>
<dt>The documents may not answer this</dt>
<dd>Something near was found, but it may be about another matter. Read it before relying on it.</dd>
<dt>The documents do not answer this</dt>
<dd>Nothing near enough was found. Bernard does not guess; the policy's owner can say more.</dd>
<dt>Two policies in force say different things</dt>
<dd>Both are shown with their dates and owners. Bernard does not choose between them.</dd>
<dt>Review date passed</dt>
<dd>The policy is in force, but its owner meant to look at it again before now.</dd>
<dt>Stopped</dt>
<dd>The answer was interrupted. The question and what had been written are kept.</dd>
</dl>
<h2>The library</h2>
<p>Drop files into the library page, choose the collection and start. Word, OpenDocument, PDF, web
page, Markdown and plain text files can be read. Loading goes on when you close the page. A new
version replaces the old one in answers at once; the old one is kept and can be put in force
again.</p>
<h2>What leaves the building</h2>
<p>Without a language model, nothing: answers are quoted from the documents on this machine. With
one, your question and the passages found for it are sent to that model. The line below the question
box says which it is, and “How this answer was made” what was sent for an answer.</p>
<h2 id="kept">What is kept, where and for whom</h2>
<dl>
<dt>Your questions and their answers</dt>
<dd>Bernard keeps every question, word for word, as soon as you ask it, also one that it does not
answer, with the answer and everything that made it. They stay in your conversations until you
choose “Delete this conversation”, which removes them for good.</dd>
<dt>Questions you tell an owner</dt>
<dd>“Tell the owner” keeps your question, word for word, for the owner of the nearest documents,
with your user name, the date and the names of those documents. Whoever looks after those documents
can read it in the library. It stays when you delete the conversation, and when it is marked as
done; <code>bernard gaps withdraw</code> takes it back, and where those who run Bernard have set a
number of days (<code>BERNARD_KEEP_DAYS</code>), it is removed after those. Nothing is told to an
owner unless you press that button.</dd>
<dt>Where</dt>
<dd>On the machine that Bernard runs on, in Bernard's own folder. Deleting does not reach copies of
that folder, such as backups, nor what a language model outside keeps of what was sent to it.</dd>
<dt>For whom</dt>
<dd>Conversations are shown to the person who asked. Bernard has no sign-in of its own yet: whoever
opens these pages on this machine is the same person to it. Those who run the machine can read what
is in the folder.</dd>
</dl>
</article>
"""
