// A page of the till: the server draws, this puts it up, plays the sound and minds the keys.
"use strict";
const by = (id) => document.getElementById(id);
const page = document.body.dataset;
const news = new EventSource(page.events);

const SOUNDS = { known: [660, 990], unknown: [220, 165] };
let audio = null;
let muted = false;

function play(name) {
  const tones = SOUNDS[name];
  if (!tones || muted) return;
  audio ??= new AudioContext();
  audio.resume();
  tones.forEach((hertz, at) => {
    const from = audio.currentTime + at * 0.11;
    const tone = new OscillatorNode(audio, { frequency: hertz, type: name === "known" ? "sine" : "square" });
    const volume = new GainNode(audio, { gain: name === "known" ? 0.3 : 0.12 });
    tone.connect(volume).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 0.1);
  });
}

news.addEventListener("screen", (event) => {
  // Who was at a key or in a field stays there, with what they typed.
  const at = document.activeElement;
  const key = by("screen").contains(at) ? at.dataset.key : null;
  const typed = key && at.value !== at.defaultValue ? at.value : null;
  by("screen").innerHTML = event.data;
  const same = key && document.querySelector(`#screen [data-key="${key}"]`);
  if (same) same.focus();
  if (same && typed) same.value = typed;
  if (by("told")) by("told").textContent = "";
});
news.addEventListener("heard", (event) => {
  const heard = JSON.parse(event.data);
  if (!by("heard")) return;
  by("heard").textContent = heard.words;
  document.body.dataset.sound = heard.sound;
  play(heard.sound);
});
news.addEventListener("strip", (event) => {
  by("strip").textContent = event.data;
});
news.onerror = () => {
  if (by("strip")) by("strip").textContent = page.lost;
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !/^F\d+$/.test(event.key)) return;
  const there = document.querySelector(`[data-key="${event.key}"]`);
  if (!there) return;
  event.preventDefault();
  if (event.repeat) return;
  const open = document.querySelector("dialog[open]");
  if (open) {
    // Nothing behind an open dialog is pressed; the key that opened it closes it.
    if (there.dataset.closes === open.id) open.close();
    return;
  }
  there.focus();
  if (there.matches("input")) there.select();
  else there.click();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const said = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) })
    .then((answer) => answer.text(), () => page.lost);
  const dialog = form.closest("dialog");
  if (dialog) {
    const refused = said.includes('class="no"');
    form.querySelector(".told").innerHTML = refused ? said : "";
    if (refused) return;
    dialog.querySelector(".enrolled").innerHTML = said;
    form.hidden = true;
    dialog.querySelector(".enrolled button").focus();
    return;
  }
  by("told").innerHTML = said;
  if (!said && form.id === "find") form.reset();
});

document.addEventListener("click", async (event) => {
  const pressed = event.target.closest("[data-open], [data-show], #sound");
  if (!pressed) return;
  if (pressed.id === "sound") {
    muted = !muted;
    pressed.setAttribute("aria-pressed", muted);
    pressed.lastElementChild.textContent = muted ? page.muted : page.loud;
    play("known");
  } else if (pressed.dataset.show) {
    const dialog = document.querySelector(pressed.dataset.show);
    const form = dialog.querySelector("form");
    form.reset();
    form.hidden = false;
    // One wish has one name: pressed twice, or sent again, it makes one member.
    // Letters only: digits in a row could be taken for the number of a payment card.
    form.elements.key.value = crypto.randomUUID().replace(/\d/g, (digit) => "ghijklmnop"[digit]);
    dialog.querySelector(".enrolled").innerHTML = "";
    form.querySelector(".told").innerHTML = "";
    dialog.showModal();
  } else {
    by("why").innerHTML = await (await fetch(pressed.dataset.open)).text();
    if (!by("why").open) by("why").showModal();
  }
});
