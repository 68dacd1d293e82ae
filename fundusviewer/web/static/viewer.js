// The photograph: zoomed and moved in its own pixels, with layers over it.
"use strict";

const viewer = (() => {
  const canvas = document.getElementById("canvas");
  const stage = document.getElementById("stage");
  const photograph = document.getElementById("photograph");
  const legend = document.getElementById("legend");
  const SVG = "http://www.w3.org/2000/svg";
  const LARGEST = 16, STEP = 1.2, OPACITY_STEP = 0.1;
  let width = Number(canvas.dataset.width), height = Number(canvas.dataset.height);
  let scale = 1, left = 0, top = 0, fitted = true, opacity = 0.5, told = null;
  const layers = {heat: null, lesions: null, places: null};
  const shown = {heat: false, lesions: false, places: false};

  function place() {
    stage.style.setProperty("--hair", 1 / scale);
    stage.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
    sharpen();
  }

  // A larger picture comes when its pixels are seen.
  function sharpen() {
    const seen = Math.max(width, height) * scale * window.devicePixelRatio;
    const side = Math.max(photograph.naturalWidth, photograph.naturalHeight);
    const whole = Math.max(width, height);
    if (!side || side >= whole) return;
    let wanted = null;
    if (seen > 2048 * 1.05 && side < whole) wanted = canvas.dataset.whole;
    else if (seen > 1024 * 1.05 && side < 2048) wanted = canvas.dataset.larger;
    if (!wanted || stage.dataset.coming === wanted) return;
    stage.dataset.coming = wanted;
    const larger = new Image();
    larger.addEventListener("load", () => { photograph.src = larger.src; });
    larger.src = wanted;
  }

  function size() {
    stage.style.width = `${width}px`;
    stage.style.height = `${height}px`;
  }

  function fit() {
    fitted = true;
    scale = Math.min(canvas.clientWidth / width, canvas.clientHeight / height);
    left = (canvas.clientWidth - width * scale) / 2;
    top = (canvas.clientHeight - height * scale) / 2;
    place();
  }

  function zoom(factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
    const least = Math.min(canvas.clientWidth / width, canvas.clientHeight / height) / 2;
    const wanted = Math.min(LARGEST, Math.max(least, scale * factor));
    left = x - (x - left) * wanted / scale;
    top = y - (y - top) * wanted / scale;
    scale = wanted;
    fitted = false;
    place();
  }

  function zoomTo(pixels) {
    zoom(pixels / window.devicePixelRatio / scale);
  }

  function pan(x, y) {
    left += x;
    top += y;
    fitted = false;
    place();
  }

  function path(points, closed) {
    return "M" + points.map(([x, y]) => `${x} ${y}`).join("L") + (closed ? "Z" : "");
  }

  function traced(group, shape, attributes, kind) {
    for (const name of ["edge", `line ${kind}`]) {
      const element = document.createElementNS(SVG, shape);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.setAttribute("class", name);
      group.append(element);
    }
  }

  function drawing(name) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    svg.setAttribute("class", "layer");
    svg.id = name;
    return svg;
  }

  function lesionLayer(lesions) {
    const svg = drawing("lesions");
    for (const [kind, marks] of Object.entries(lesions)) {
      const group = document.createElementNS(SVG, "g");
      group.dataset.kind = kind;
      const d = marks.outlines.map((one) => path(one, true)).join("");
      if (d) traced(group, "path", {d}, kind);
      svg.append(group);
    }
    return svg;
  }

  // Disc, fovea, and the ETDRS grid: circles of a third of a disc diameter, one, and two.
  function placeLayer(places) {
    const svg = drawing("places");
    const {disc, fovea} = places;
    if (disc) {
      traced(svg, "circle", {cx: disc[0], cy: disc[1], r: disc[2] / 2}, "place disc");
    }
    if (fovea) {
      const [x, y] = fovea, half = disc ? 0.12 * disc[2] : 12;
      const cross = path([[x - half, y], [x + half, y]]) + path([[x, y - half], [x, y + half]]);
      traced(svg, "path", {d: cross}, "place");
      if (disc) {
        for (const ring of [1 / 3, 1, 2]) {
          traced(svg, "circle", {cx: x, cy: y, r: ring * disc[2]}, "place");
        }
        const inner = disc[2] / 3, outer = disc[2] * 2;
        const lines = [1, 3, 5, 7].map((eighth) => {
          const angle = eighth * Math.PI / 4, cos = Math.cos(angle), sin = Math.sin(angle);
          return path([[x + inner * cos, y + inner * sin], [x + outer * cos, y + outer * sin]]);
        });
        traced(svg, "path", {d: lines.join("")}, "place");
      }
    }
    return svg;
  }

  function heatLayer(heat) {
    const image = new Image();
    [image.style.left, image.style.top, image.style.width, image.style.height] =
      heat.box.map((value) => `${value}px`);
    image.className = "layer";
    image.id = "heat";
    image.alt = "";
    image.src = heat.address;
    return image;
  }

  function show(name, on) {
    const layer = layers[name];
    if (!layer) {
      if (name === "heat" && told && told.heat && told.heat.why) legend.textContent = told.heat.why;
      return;
    }
    shown[name] = on;
    if (on && !layer.isConnected) stage.append(layer);
    if (!on) layer.remove();
    if (name === "heat") layer.style.opacity = opacity;
    document.getElementById(`${name}-button`).setAttribute("aria-pressed", String(on));
    say();
  }

  function say() {
    const said = [];
    if (shown.heat) said.push(told.heat.words);
    if (shown.lesions) said.push(Object.values(told.lesions).map((one) => one.words).join(", "));
    legend.textContent = said.join(" · ");
  }

  function toggle(name) { show(name, !shown[name]); }

  function toggleKind(number) {
    const kind = ["MA", "HE", "EX", "SE"][number];
    const group = layers.lesions && layers.lesions.querySelector(`[data-kind="${kind}"]`);
    if (group) group.classList.toggle("bare");
  }

  function dim(direction) {
    opacity = Math.min(1, Math.max(0.1, opacity + direction * OPACITY_STEP));
    if (layers.heat) layers.heat.style.opacity = opacity;
  }

  function bare(on) { canvas.classList.toggle("bare", on); }

  function colour(name) {
    const others = ["green", "red", "blue"].filter((one) => one !== name);
    if (name !== "invert") canvas.classList.remove(...others);
    canvas.classList.toggle(name);
    mark();
  }

  function original() {
    canvas.classList.remove("green", "red", "blue", "invert");
    mark();
  }

  function mark() {
    for (const name of ["green", "invert"]) {
      const pressed = canvas.classList.contains(name);
      document.getElementById(`${name}-button`).setAttribute("aria-pressed", String(pressed));
    }
  }

  function load() {
    fetch(canvas.dataset.layers, {credentials: "same-origin", redirect: "error"})
      .then((answer) => answer.ok ? answer.json() : Promise.reject(new Error(answer.status)))
      .then((answer) => {
        told = answer;
        if (told.heat && told.heat.address) layers.heat = heatLayer(told.heat);
        if (told.lesions) layers.lesions = lesionLayer(told.lesions);
        if (told.places) layers.places = placeLayer(told.places);
        for (const name of Object.keys(layers)) {
          const button = document.getElementById(`${name}-button`);
          button.disabled = !layers[name] && !(name === "heat" && told.heat && told.heat.why);
        }
        canvas.dataset.told = "yes";
      })
      .catch(() => { canvas.dataset.told = "no"; });
  }

  function begin() {
    if (!photograph) return;
    const ready = () => {
      width = width || photograph.naturalWidth;
      height = height || photograph.naturalHeight;
      size();
      if (fitted) fit();
      canvas.dataset.ready = "yes";
    };
    photograph.addEventListener("load", () => { ready(); sharpen(); });
    if (photograph.complete && photograph.naturalWidth) ready();
    load();
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      if (event.ctrlKey) return dim(event.deltaY < 0 ? 1 : -1);
      const box = canvas.getBoundingClientRect();
      zoom(event.deltaY < 0 ? STEP : 1 / STEP, event.clientX - box.left, event.clientY - box.top);
    }, {passive: false});
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button > 1) return;
      canvas.setPointerCapture(event.pointerId);
      canvas.classList.add("moving");
    });
    canvas.addEventListener("pointermove", (event) => {
      if (canvas.classList.contains("moving")) pan(event.movementX, event.movementY);
    });
    for (const name of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(name, () => canvas.classList.remove("moving"));
    }
    new ResizeObserver(() => { if (fitted) fit(); }).observe(canvas);
    canvas.focus({preventScroll: true});
  }

  begin();
  return {
    fit, zoom, zoomTo, pan, toggle, toggleKind, dim, bare, colour, original, STEP,
    isReady: () => canvas.dataset.ready === "yes",
    get scale() { return scale; },
  };
})();
