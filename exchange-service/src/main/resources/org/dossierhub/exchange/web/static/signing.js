// Asks the signing agent on this computer to sign. The page never sees a key, a PIN or the document's bytes: it opens a
// session at the hub and hands its one-time token to the agent, which fetches, shows, signs and returns the document.
const panel = document.getElementById("agent");
const agent = panel.dataset.agent;
const said = panel.dataset;
const state = document.getElementById("agent-state");
const pairing = document.getElementById("agent-pairing");
const signing = document.getElementById("agent-sign");
const progress = document.getElementById("agent-progress");
const forget = document.getElementById("agent-forget");
const showCode = document.getElementById("agent-show-code");
const KEY = "hub-agent-token";

function say(sentence, tone = "") {
  state.textContent = sentence;
  state.className = "note " + tone;
}

function show(element, visible) {
  element.hidden = !visible;
}

function step(name) {
  show(progress, name !== null);
  let before = true;
  for (const item of progress.children) {
    const now = item.dataset.step === name;
    item.className = now ? (name === "done" ? "done" : "doing") : before && name !== null ? "done" : "";
    if (now) {
      before = false;
    }
  }
}

async function ask(path, body) {
  const headers = { "Content-Type": "application/json" };
  const token = localStorage.getItem(KEY);
  if (token) {
    headers["X-Agent-Token"] = token;
  }
  const answer = await fetch(agent + path, {
    method: body === undefined ? "GET" : "POST",
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    mode: "cors",
    credentials: "omit",
    cache: "no-store",
    referrerPolicy: "no-referrer",
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : {} };
}

function unpaired() {
  localStorage.removeItem(KEY);
  show(signing, false);
  show(forget, false);
  show(pairing, true);
  say(said.textPair, "warn");
}

function paired() {
  show(pairing, false);
  show(signing, true);
  show(forget, true);
  say(said.textPaired, "good");
}

async function look() {
  let status;
  try {
    status = await ask("/status");
  } catch {
    say(said.textAway, "warn");
    setTimeout(look, 3000);
    return;
  }
  // A pairing ends after half a year, or when the agent's folder is emptied: the agent knows, not this browser.
  status.body.paired ? paired() : unpaired();
}

// 202: the agent shows a new code now and waits for it; nothing typed so far was wrong.
async function pair(code) {
  try {
    const answer = await ask("/pair", code === "" ? {} : { code });
    if (answer.status === 200 && answer.body.token) {
      localStorage.setItem(KEY, answer.body.token);
      paired();
    } else if (answer.status === 202) {
      say(said.textCodeShown, "warn");
      document.getElementById("agent-code").focus();
    } else {
      say(reasonOf(answer.body) || said.textRefused, "bad");
    }
  } catch {
    say(said.textAway, "warn");
  }
}

pairing.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = document.getElementById("agent-code");
  const code = field.value.replace(/[\s-]/g, "");
  field.value = "";
  return pair(code);
});

showCode.addEventListener("click", () => pair(""));

forget.addEventListener("click", unpaired);

function reasonOf(body) {
  return (document.documentElement.lang === "vi" ? body.reasonVi : body.reasonEn) || "";
}

signing.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = signing.querySelector("button");
  button.disabled = true;
  try {
    say(said.textOpening);
    step("open");
    const opened = await fetch(said.session, {
      method: "POST",
      body: new URLSearchParams(new FormData(signing)),
      headers: { Accept: "application/json" },
    });
    const session = await opened.json().catch(() => ({}));
    if (!opened.ok) {
      step(null);
      say(said.textSessionOver + " " + reasonOf(session), "bad");
      return;
    }
    say(said.textSigning);
    step("sign");
    const answer = await ask("/sign", { hub: session.hub, session: session.session });
    if (answer.status === 401) {
      step(null);
      unpaired();
      return;
    }
    switch (answer.body.status) {
      case "SIGNED":
        step("done");
        say(said.textSigned, "good");
        show(signing, false);
        setTimeout(() => location.reload(), 1500);
        return;
      case "CANCELLED":
        say(said.textCancelled, "warn");
        break;
      case "WRONG_PIN":
        // Only a person tries a PIN again: each wrong one brings the token closer to being locked.
        say(reasonOf(answer.body) + " " + said.textWrongPin, "bad");
        break;
      default:
        say(said.textRefused + " " + reasonOf(answer.body), "bad");
    }
    step(null);
  } catch {
    step(null);
    say(said.textFailed, "bad");
  } finally {
    button.disabled = false;
  }
});

look();
