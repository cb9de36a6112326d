// A page of the till: the server draws, this puts it up, plays the sound and minds the keys.
"use strict";
const by = (id) => document.getElementById(id);
const page = document.body.dataset;
// The till says something every second; after so many without a word it is gone.
const SILENT_MAX = 6;
const AGAIN_MS = 3000;
let silent = 0;

const SOUNDS = { known: [660, 990], unknown: [220, 165] };
const FOLLOWS = new Set(["vouchers", "gift_card", "wallet", "attach", "replace", "block", "turns"]);
let opening = null;
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

function listen() {
  const news = new EventSource(page.events);
  for (const [name, take] of Object.entries(NEWS)) {
    news.addEventListener(name, (event) => {
      silent = 0;
      take(event);
    });
  }
  news.onerror = () => {
    if (by("strip")) by("strip").textContent = page.lost;
    if (news.readyState === EventSource.CLOSED) setTimeout(again, AGAIN_MS);
  };
  return news;
}

// A stream that was refused is over for good: the page is loaded anew once it can be had.
async function again() {
  const answer = await fetch(location.href).catch(() => null);
  if (answer?.ok || answer?.status === 401) location.reload();
  else setTimeout(again, AGAIN_MS);
}

// What stood there may be over, and is nobody else's to see: it goes until the till answers.
// A new stream brings the whole screen; one to a till that hangs waits for it.
function forget() {
  if (++silent !== SILENT_MAX) return;
  by("screen").replaceChildren(by("without").content.cloneNode(true));
  for (const said of ["heard", "strip"]) if (by(said)) by(said).textContent = page.lost;
  if (news.readyState === EventSource.CLOSED) return;
  news.close();
  news = listen();
}

function paint(event) {
  // Who was at a key or in a field stays there, with what they typed.
  const at = document.activeElement;
  const key = by("screen").contains(at) ? at.dataset.key : null;
  const typed = key && at.value !== at.defaultValue ? at.value : null;
  by("screen").innerHTML = event.data;
  const same = key && document.querySelector(`#screen [data-key="${key}"]`);
  if (same) same.focus();
  if (same && typed) same.value = typed;
  if (by("told")) by("told").textContent = "";
}

function sound(event) {
  const heard = JSON.parse(event.data);
  if (!by("heard")) return;
  by("heard").textContent = heard.words;
  document.body.dataset.sound = heard.sound;
  play(heard.sound);
  // A sheet that stands open is about whoever was scanned now; what is being typed stays.
  const sheet = by("sheet");
  const typed = [...sheet.querySelectorAll("input")].some((field) => field.value !== field.defaultValue);
  if (sheet.open && !typed && "follows" in sheet.dataset) open(sheet.dataset.name, true);
}

const NEWS = {
  screen: paint,
  heard: sound,
  strip: (event) => (by("strip").textContent = event.data),
  alive: () => {},
};
let news = listen();
setInterval(forget, 1000);

const no = (words) => [false, `<span class="no">${words}</span>`];
const lost = () => no(page.lost);

// What is no page of ours (a full disk's answer, say) is said in the page's language.
async function told(answer) {
  if (answer.status === 401) location.reload();
  const ours = answer.headers.get("content-type")?.startsWith("text/html");
  return ours ? [answer.ok, await answer.text()] : no(page.broken);
}

// What is drawn into the sheet: its name stays, so that its own key closes it again.
function put(drawn) {
  const sheet = by("sheet");
  sheet.innerHTML = drawn;
  // One wish has one name: pressed twice, or sent again, it is done once.
  // Letters only: digits in a row could be taken for the number of a payment card.
  const named = () => crypto.randomUUID().replace(/\d/g, (digit) => "ghijklmnop"[digit]);
  sheet.querySelectorAll('input[name="key"]').forEach((field) => (field.value = field.defaultValue = named()));
  if (!sheet.open) sheet.showModal();
  const first = sheet.querySelector("[autofocus]") ?? sheet.querySelector("input:not([type=hidden]), .go, button");
  if (first) first.focus();
  if (first?.matches("input")) first.select();
}

function open(name, again = false) {
  opening = load(name, again).finally(() => (opening = null));
}

async function load(name, again) {
  const path = name === "why" ? "/pages/why" : `/pages/sheets/${name}`;
  const [done, drawn] = await fetch(`${path}?${page.query}`).then(told, lost);
  const sheet = by("sheet");
  // Whoever closed it meanwhile does not want it back.
  if (again && !(done && sheet.open)) return;
  if (!done) {
    by("told").innerHTML = drawn;
    return;
  }
  sheet.dataset.name = name;
  if (FOLLOWS.has(name)) sheet.dataset.follows = "";
  else delete sheet.dataset.follows;
  put(drawn);
}

// A key that comes before its sheet waits for it: nobody types slower for us.
async function press(which) {
  while (opening) await opening;
  by("sheet").querySelector(which)?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const sheet = by("sheet");
  // By its place on the board, whatever the language the board is set to.
  const plain = /^(?:Digit|Numpad)(\d)$|^Key(P)$/.exec(event.code);
  if (plain && (opening || sheet?.open) && !event.target.matches("input")) {
    event.preventDefault();
    press(plain[1] ? `[data-digit="${plain[1]}"]` : "[data-print], [data-paper]");
    return;
  }
  const there = /^F\d+$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
  if (!there) return;
  event.preventDefault();
  if (sheet.open) {
    // Nothing behind an open sheet is pressed; the key that opened it closes it.
    if (there.dataset.sheet === sheet.dataset.name || there.dataset.sheet === "menu") sheet.close();
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
  const asked = new URLSearchParams(new FormData(form));
  const pressed = event.submitter;
  if (pressed?.name) asked.set(pressed.name, pressed.value);
  const [done, said] = await fetch(form.action, { method: "POST", body: asked })
    .then(told, lost);
  const sheet = form.closest("dialog");
  if (!sheet) {
    by("told").innerHTML = said;
    if (done && form.id === "find") form.reset();
  } else if (!done) {
    sheet.querySelector(".told").innerHTML = said;
  } else if (said) {
    delete sheet.dataset.follows;
    put(said);
  } else {
    sheet.close();
  }
});

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-sheet], [data-print], #sound");
  if (!pressed) return;
  if (pressed.id === "sound") {
    muted = !muted;
    pressed.setAttribute("aria-pressed", !muted);
    play("known");
  } else if ("print" in pressed.dataset) {
    print();
  } else {
    open(pressed.dataset.sheet);
  }
});
