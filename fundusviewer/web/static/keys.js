// The keys of the window, on the page of a photograph.
"use strict";
(() => {
  // Rows that give digits with Shift alone: what stands on the keys 0 to 4 there.
  const ROW = ["àé*đ", '&"ąàă', "é«ěľčâ", '3"»šęèê', "4'(čėêô"];
  const PAN = {ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60]};

  function digit(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return null;
    if (/^[0-4]$/.test(event.key)) return event.key;
    const place = /^Digit([0-4])$/.exec(event.code);
    if (!place || event.shiftKey || event.key.length !== 1) return null;
    return ROW[Number(place[1])].includes(event.key.toLowerCase()) ? place[1] : null;
  }

  function press(key) {
    const button = document.querySelector(`#verdict [data-key="${key}"]`);
    if (!button || button.disabled) return false;
    // Only what is on screen is judged; what cannot be shown can be called ungradable.
    const canShow = document.getElementById("photograph") !== null;
    if (canShow && !viewer.isReady() && key !== "Backspace") return true;
    if (!button.form.dataset.sent) {
      button.form.dataset.sent = "yes";
      button.form.requestSubmit(button);
    }
    return true;
  }

  function follow(id) {
    const link = document.getElementById(id);
    if (link) link.click();
    return link !== null;
  }

  function openForm() {
    const form = document.getElementById("form");
    if (!form) return false;
    form.open = !form.open;
    if (form.open) {
      form.scrollIntoView({block: "nearest"});
      const first = form.querySelector("input:not([type=hidden])");
      if (first) first.focus();
    }
    return true;
  }

  function writeNote() {
    const note = document.getElementById("note");
    if (note) note.focus();
    return note !== null;
  }

  const KEYS = {
    f: (event) => event.shiftKey ? viewer.fit() : viewer.fit(),
    z: (event) => viewer.zoomTo(event.shiftKey ? 2 : 1),
    h: () => viewer.toggle("heat"),
    y: () => viewer.toggle("lesions"),
    q: () => viewer.toggle("places"),
    g: () => viewer.colour("green"),
    r: () => viewer.colour("red"),
    b: () => viewer.colour("blue"),
    i: () => viewer.colour("invert"),
    o: () => viewer.original(),
    ".": () => viewer.dim(1),
    ",": () => viewer.dim(-1),
    "+": () => viewer.zoom(viewer.STEP),
    "-": () => viewer.zoom(1 / viewer.STEP),
    v: () => viewer.bare(true),
    u: () => press("U"),
    enter: () => press("Enter"),
    backspace: () => press("Backspace"),
    j: () => follow("next"),
    pagedown: () => follow("next"),
    pageup: () => history.back(),
    n: () => writeNote(),
    f4: () => openForm(),
    f9: () => follow("patient"),
  };
  //: These act once, however long they are held.
  const ONCE = new Set(["u", "enter", "backspace", "j", "pagedown", "pageup", "n", "f4", "f9", "h", "y", "q", "g", "r", "b", "i"]);

  function isTyping(target) {
    return target.closest("textarea, select, input:not([type=radio]):not([type=checkbox])") !== null;
  }

  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (key === "escape") {
      document.activeElement.blur();
      document.getElementById("canvas").focus({preventScroll: true});
      return;
    }
    if (isTyping(event.target)) return;
    // A grade would leave the page, and with it what is ticked in the form.
    if (event.target.closest("#form") !== null && key !== "f4") return;
    if (event.altKey && /^Digit[1-4]$/.test(event.code)) {
      event.preventDefault();
      viewer.toggleKind(Number(event.code.slice(-1)) - 1);
      return;
    }
    if (event.shiftKey && PAN[event.key]) {
      event.preventDefault();
      viewer.pan(...PAN[event.key]);
      return;
    }
    if (event.altKey || event.metaKey || (event.ctrlKey && !"+-".includes(key))) return;
    const grade = digit(event);
    if (grade !== null) {
      event.preventDefault();
      if (!event.repeat) press(grade);
      return;
    }
    // A button or link that has the keys is pressed by Enter, and so are the form's own.
    if (key === "enter" && event.target.closest("button, a, summary, input")) return;
    const act = KEYS[key];
    if (!act || (event.repeat && ONCE.has(key))) {
      if (act) event.preventDefault();
      return;
    }
    event.preventDefault();
    act(event);
  });
  document.addEventListener("keyup", (event) => {
    if (event.key.toLowerCase() === "v") viewer.bare(false);
  });
  window.addEventListener("blur", () => viewer.bare(false));

  for (const button of document.querySelectorAll(".tools [data-key]")) {
    button.addEventListener("click", () => KEYS[button.dataset.key.toLowerCase()](new Event("click")));
  }
  // Twice pressed is once sent.
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", () => {
      setTimeout(() => { for (const one of form.querySelectorAll("button")) one.disabled = true; });
    });
  }
  // What the browser kept of a page may not stand any more.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
