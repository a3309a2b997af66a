// The page works without this: with it, the report appears below the form, and a file can be dropped anywhere.
"use strict";
const form = document.getElementById("check");
const result = document.getElementById("result");
const state = document.getElementById("state");
const file = document.getElementById("file");
let asking = null;

function say(words, failed = false) {
  state.textContent = words;
  state.classList.toggle("failed", failed);
}

async function ask(data, signal) {
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, signal });
  if (answer.ok) return answer.text();
  const { error } = await answer.json();
  if (error.code !== "preparing") throw new Error(error.message);
  say(form.dataset.preparing);
  await new Promise(resume => setTimeout(resume, 1000 * answer.headers.get("Retry-After")));
  signal.throwIfAborted();
  return ask(data, signal);
}

form.addEventListener("submit", async event => {
  if (event.submitter?.name) return; // a report to be saved
  event.preventDefault();
  asking?.abort();
  if (!form.elements.text.value && !file.files.length) return say(form.dataset.nothing, true);
  const data = new FormData(form);
  if (file.files.length) data.delete("text");
  data.set("part", "1");
  const { signal } = (asking = new AbortController());
  result.hidden = true;
  say(form.dataset.running);
  try {
    const report = await ask(data, signal);
    result.innerHTML = report; // made of escaped words; the page's policy runs no script in it
    result.hidden = false;
    say(form.dataset.done);
    result.focus({ preventScroll: true });
    result.scrollIntoView();
  } catch (problem) {
    if (!signal.aborted) say(problem instanceof TypeError ? form.dataset.failed : problem.message, true);
  }
});

form.addEventListener("reset", () => {
  asking?.abort();
  result.hidden = true;
  result.replaceChildren();
  say("");
});

addEventListener("dragover", event => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  document.body.classList.add("dropping");
});
addEventListener("dragleave", event => event.relatedTarget || document.body.classList.remove("dropping"));
addEventListener("drop", event => {
  document.body.classList.remove("dropping");
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  file.files = event.dataTransfer.files;
  form.requestSubmit();
});
