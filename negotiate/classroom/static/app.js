// The pages of a class: the join page, a seat, the teacher's desk, the wall. One file, no framework, nothing loaded.
//
// What the server sends as HTML was escaped by its writer; everything else is put into the page as text.
"use strict";

const page = document.body.dataset.page;
const $ = (id) => document.getElementById(id);
const plain = (text) => String(text ?? "").replaceAll("`", "");

// Names and labels may be written from right to left, so that each element begins where its own first letter says.
function make(tag, given = {}, ...inside) {
    const found = Object.assign(document.createElement(tag), { dir: "auto" }, given);
    found.append(...inside);
    return found;
}

function put(id, text) {
    const shown = plain(text);
    if ($(id).textContent !== shown) $(id).textContent = shown;
    if (id === "said") $(id).hidden = !shown;
}

const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

const sentence = (text) => text && `${text[0].toUpperCase()}${text.slice(1)}.`;

function clock(seconds) {
    const left = Math.max(0, Math.round(seconds));
    return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

// ---------------------------------------------------------------------------------------------------- the socket

let socket = null;
let wait = 250;
let online = false;

function send(message) {
    if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function connect(hear, opened, changed) {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    let known = false;
    socket = new WebSocket(`${scheme}://${location.host}/ws/${page}`);
    socket.onopen = () => {
        known = online = true;
        wait = 250;
        changed();
        opened();
    };
    socket.onmessage = (said) => hear(JSON.parse(said.data));
    socket.onclose = async () => {
        online = false;
        changed();
        if (!known && page === "seat") await leaveIfGone();
        setTimeout(() => connect(hear, opened, changed), wait);
        wait = Math.min(wait * 1.5, 3000);
    };
}

async function leaveIfGone() {
    try {
        const answer = await fetch("/seat", { redirect: "manual" });
        if (answer.type === "opaqueredirect") location.replace("/");
    } catch {
        // The server is away; the socket is tried again.
    }
}

// A phone that wakes up does not wait for its timer.
document.addEventListener("visibilitychange", () => {
    if (!document.hidden) wait = 250;
});

// The seconds that are left run down between two messages of the server.
const timer = { left: 0, at: 0, runs: false };

function setTimer(found) {
    Object.assign(timer, { left: found.left, at: Date.now(), runs: found.left > 0 && !found.frozen });
}

function timeLeft() {
    if (!timer.left) return "";
    return clock(timer.runs ? timer.left - (Date.now() - timer.at) / 1000 : timer.left);
}

// ------------------------------------------------------------------------------------------------------ joining

function joinPage() {
    const given = new URLSearchParams(location.search);
    if (given.get("code")) $("code").value = given.get("code");
    const wrong = {
        code: "This is not the code on the wall. Type it again.",
        name: "Type a name, or any other word.",
        door: "The door is closed. Ask the teacher to let you in.",
    };
    const fields = [...document.querySelectorAll("input")];
    put("wrong", wrong[given.get("wrong")] || "");
    if (given.get("wrong")) {
        const typed = JSON.parse(sessionStorage.getItem("typed") || "{}");
        for (const one of fields) one.value = typed[one.id] || one.value;
        ($(given.get("wrong")) || fields[0]).focus();
    }
    document.querySelector("form").onsubmit = () =>
        sessionStorage.setItem("typed", JSON.stringify(Object.fromEntries(fields.map((one) => [one.id, one.value]))));
}

// --------------------------------------------------------------------------------------------------------- a seat

function seatPage() {
    let state = {};
    let view = null;
    let asking = false;
    let stale = false;
    let sent = null; // a move that was not acknowledged; it is sent again after a break, and happens once
    let built = "";
    let briefed = "";
    let question = null; // the one that is shown, with the seat that it was asked, and how many were solved before it
    let weigh = () => {};
    let weighed = 0;
    sessionStorage.removeItem("typed");

    const tell = (text) => put(question ? "checked" : "told", text);

    const ask = () => {
        stale = asking;
        if (!asking) {
            asking = true;
            send({ ask: "view" });
        }
    };

    const move = (done) => {
        sent = { do: done, at: "say" in done ? state.messages : state.moves };
        put("told", "");
        for (const one of $("builder").querySelectorAll("button")) one.disabled = true;
        send(sent);
    };

    const status = () => {
        const left = timeLeft();
        const time = left ? ` ${left} left.` : "";
        let said = "";
        if (!online) said = "The connection is lost. It comes back by itself; your seat is kept.";
        else if (!state.group) said = view ? view.lobby : "You are in.";
        else if (state.frozen) said = "The teacher has stopped the clock.";
        else if (question) said = view.exercise ? "Answer the questions first." : "All questions are answered.";
        else if (state.ended) said = (view && view.outcome) || "The game is over.";
        else if (state.instead) said = "The computer plays for you.";
        else if (state.yours) said = "It is your turn.";
        else if (view) said = `You wait for ${view.waits.map((one) => one.who).join(" and ")}.`;
        const debrief = state.over ? " The debrief is on the projector." : " The debrief comes when all groups are done.";
        put("status", said + (state.ended ? debrief : time));
    };

    const hear = (said) => {
        if (said.state) {
            state = said.state;
            setTimer(state);
            put("said", state.said);
            ask();
        }
        if (said.view) {
            asking = false;
            view = said.view;
            render();
            if (stale) ask();
        }
        if (said.brief !== undefined) $("brief").innerHTML = said.brief;
        if (said.worth !== undefined && said.id === weighed && $("worth")) {
            const found = said.worth;
            put("worth", found ? `To you this deal is worth ${found.says}.` : "");
            $("worth").ariaBusy = "false";
        }
        if (said.answered) {
            put("checked", said.answered);
            $("answer").value = "";
        }
        if (said.done !== undefined) sent = null;
        if (said.refused) {
            if (sent) {
                sent = null;
                built = "";
                ask();
            }
            tell(`${sentence(said.refused)} ${sentence(said.hint)}`);
        }
        status();
    };

    const opened = () => {
        asking = false;
        briefed = "";
        if (sent) send(sent);
        weigh();
        ask();
    };

    // What is said to an answer stands under its question until the person goes on.
    function quiz(seat) {
        const shown = !$("exercise").hidden;
        const held = question && question.seat === seat && view.solved > question.solved && !view.ended && $("checked").textContent;
        if (!held) {
            if (question && question.solved !== view.solved) put("checked", "");
            question = view.exercise && { ...view.exercise, seat, solved: view.solved };
        }
        $("exercise").hidden = !question;
        $("answering").hidden = Boolean(held);
        const waits = $("on").hidden;
        $("on").hidden = !held;
        $("on").textContent = view.exercise ? "Next question" : "Go on";
        if (held && waits) $("on").focus();
        if (question) {
            const words = question.words.flatMap(([name, option]) => [
                make("dt", { textContent: name }),
                make("dd", { textContent: option }),
            ]);
            $("package").replaceChildren(...words);
        } else if (shown) {
            $("own").open = false;
            $("status").focus();
        }
    }

    function render() {
        put("who", view.seat ? `${view.you}: ${view.seat}` : view.you);
        const seat = `${view.group} ${view.seat}`;
        quiz(seat);
        $("game").innerHTML = question ? "" : view.html;
        $("result").replaceChildren(...view.result.map((text) => make("p", { textContent: plain(text) })));
        $("own").hidden = !view.group;
        if (view.group && briefed !== seat) {
            briefed = seat;
            send({ ask: "brief" });
            $("own").open = Boolean(question);
        }
        const can = view.choices && !question && !view.frozen && !view.over && !view.instead;
        const key = JSON.stringify([seat, view.moves, can && view.choices, view.waits.map((one) => [one.who, one.may]), view.instead, view.calls]);
        if (key !== built) {
            if (built) put("told", "");
            built = key;
            weigh = () => {};
            $("builder").replaceChildren(...(can ? builder(view.choices) : exits()));
        }
        $("moves").hidden = !$("builder").children.length;
        $("yours").hidden = !can;
        $("talking").hidden = !view.group || !(view.chat || view.talk.length);
        $("saying").hidden = !view.chat;
        $("talk").replaceChildren(...view.talk.map(([who, text]) => make("li", {}, make("b", { textContent: who }), ": ", make("span", { textContent: text }))));
    }

    // Whoever waits for somebody that has gone away lets the computer play; whoever comes back takes the seat again.
    function exits() {
        if (view.instead && !view.ended)
            return [make("button", { textContent: "Play on myself", className: "main", onclick: () => send({ instead: view.own }) })];
        const found = view.waits.filter((one) => one.may).map((one) =>
            make("button", {
                textContent: `${one.who} has gone away: let the computer play`,
                onclick: () => send({ instead: one.seat }),
            }));
        if (view.waits.length || view.calls)
            found.push(make("button", {
                textContent: view.calls ? "The teacher is called: never mind" : "Call the teacher",
                onclick: () => send({ call: !view.calls }),
            }));
        return found;
    }

    function builder(choices) {
        if (choices.verbs.includes("choose")) return chooser(choices);
        const found = [];
        const verb = ["offer", "order"].find((one) => choices.verbs.includes(one));
        const answers = make("div", { className: "row" });
        if (choices.verbs.includes("accept")) answers.append(sure("Accept the offer", "Sign this deal?", { accept: true }, "main"));
        if (choices.verbs.includes("reject")) answers.append(sure("Refuse it", "Refuse without an offer of your own?", { reject: true }));
        if (answers.children.length) found.push(answers);
        if (verb) found.push(...offer(choices, verb));
        if (choices.verbs.includes("walk")) found.push(sure("Walk away", "End the talks without a deal?", { walk: true }));
        if (choices.verbs.includes("go")) found.push(sure("Go on", "Go on?", { go: true }));
        return found;
    }

    // A move that cannot be taken back is tapped twice.
    function sure(text, question, done, kind = "") {
        const place = make("span");
        const first = make("button", { textContent: text, className: kind, type: "button" });
        first.onclick = () => {
            const yes = make("button", { textContent: `${text}: yes`, className: "main", type: "button", onclick: () => move(done) });
            const no = make("button", { textContent: "No", type: "button", onclick: () => place.replaceChildren(first) });
            place.replaceChildren(make("span", { textContent: `${question} ` }), yes, no);
            yes.focus();
        };
        place.append(first);
        return place;
    }

    function offer(choices, verb) {
        const draft = `draft ${state.group} ${view.seat} ${state.moves}`;
        const kept = JSON.parse(sessionStorage.getItem(draft) || "{}");
        const worth = make("p", { id: "worth", className: "worth", role: "status" });
        const form = make("form");
        const chosen = () => Object.fromEntries([...form.querySelectorAll("select")].map((one) => [one.name, one.value]));
        // An older answer, to a package that is no more chosen, is not shown.
        if (verb === "offer")
            weigh = () => {
                worth.ariaBusy = "true";
                send({ ask: "worth", package: chosen(), id: ++weighed });
            };
        const changed = () => {
            sessionStorage.setItem(draft, JSON.stringify(chosen()));
            put("told", "");
            weigh();
        };
        choices.issues.forEach((issue, k) => {
            const select = make("select", { id: `issue-${k}`, name: issue.key, onchange: changed });
            for (const [key, text] of issue.options) select.append(make("option", { value: key, textContent: text }));
            select.value = issue.options.some(([key]) => key === kept[issue.key]) ? kept[issue.key] : issue.now;
            form.append(make("label", { htmlFor: select.id, textContent: issue.name }), select);
        });
        form.append(worth, make("button", { textContent: verb === "offer" ? "Make this offer" : "Give these orders", className: "main" }));
        form.onsubmit = (event) => {
            event.preventDefault();
            move({ [verb]: chosen() });
        };
        weigh();
        return [form];
    }

    function chooser(choices) {
        const form = make("form", { className: "options" });
        form.append(make("p", { textContent: plain(choices.asked) }));
        choices.options.forEach((option, k) => {
            const input = make("input", { type: "radio", name: "choice", id: `choice-${k}`, value: option, required: true });
            form.append(make("label", { htmlFor: input.id }, input, option));
        });
        form.append(make("button", { textContent: "Choose", className: "main" }));
        form.onsubmit = (event) => {
            event.preventDefault();
            move({ choose: new FormData(form).get("choice") });
        };
        return [form];
    }

    $("answering").onsubmit = (event) => {
        event.preventDefault();
        put("checked", "");
        send({ answer: $("answer").value });
    };
    $("on").onclick = () => {
        question = null;
        put("checked", "");
        render();
        status();
        if (question) $("asked").focus();
    };
    $("saying").onsubmit = (event) => {
        event.preventDefault();
        send({ do: { say: $("words").value }, at: state.messages });
        $("words").value = "";
    };
    setInterval(status, 1000);
    connect(hear, opened, status);
}

// ------------------------------------------------------------------------------- the desk of the teacher, the wall

async function unlock() {
    if (location.hash.length < 2) return;
    await fetch("/key", { method: "POST", body: new URLSearchParams({ key: location.hash.slice(1) }) });
    history.replaceState(null, "", location.pathname);
}

async function wallPage() {
    let found = null;
    const status = () => {
        if (!found) return;
        const left = timeLeft();
        const done = found.groups.filter((one) => !one.open).length;
        let said = `${counted(found.people, "person is", "people are")} here.`;
        if (found.begun) said = `Done: ${done} of ${counted(found.groups.length, "group", "groups")}.`;
        if (found.frozen) said = "The clock is stopped.";
        if (found.over) said = "The class is over.";
        put("status", (online ? said : "The connection is lost; it comes back by itself.") + (left ? ` ${left} left.` : ""));
    };
    const hear = (said) => {
        if (said.qr) $("qr").src = said.qr;
        if (said.debrief !== undefined) $("debrief").innerHTML = said.debrief;
        if (said.picture) {
            found = said.picture;
            setTimer(found);
            for (const name of ["title", "url", "code", "said"]) put(name, found[name]);
            $("joining").hidden = found.over;
            $("debrief").hidden = !found.over;
            $("progress").hidden = found.over;
            const groups = found.groups.map((one) =>
                make("li", { textContent: `${one.number}: ${one.progress}`, className: one.open ? "" : "done" }));
            $("progress").replaceChildren(...groups);
        }
        status();
    };
    await unlock();
    setInterval(status, 1000);
    connect(hear, () => {}, status);
}

async function deskPage() {
    let found = null;
    const rows = { tables: new Map(), list: new Map() };
    const teach = (act, given = {}) => send({ teach: act, ...given });
    const button = (text, act, given) => make("button", { textContent: text, onclick: () => teach(act, given()) });

    const status = () => {
        if (!found) return;
        const left = timeLeft();
        const open = found.groups.filter((one) => one.open).length;
        const here = found.list.filter((one) => one.here).length;
        const people = `Here: ${here} of ${counted(found.people, "person", "people")}, ${found.waiting} without a seat.`;
        const said = `Code ${found.code}. ${people} ${counted(open, "group plays", "groups play")}.`;
        put("status", online ? `${said}${left ? ` ${left} left.` : ""}` : "The connection is lost; it comes back by itself.");
    };

    // A row stays the same element while its words change, so that a tap is never lost.
    function row(kind, key, fill) {
        let one = rows[kind].get(key);
        if (!one) {
            one = make("div", { className: "one" });
            one.said = make("p");
            one.acts = make("div", { className: "row" });
            one.append(one.said, one.acts);
            rows[kind].set(key, one);
            $(kind).append(one);
        }
        const { said, acts, tools } = fill;
        if (one.said.textContent !== said) one.said.textContent = said;
        if (one.key !== acts) {
            one.key = acts;
            one.acts.replaceChildren(...tools());
        }
    }

    function table(group) {
        const sits = group.sits.map((one) => `${one.name}: ${one.who}`).join(", ");
        const waits = group.waits.length ? ` Waits for ${group.waits.join(" and ")}.` : "";
        const instead = group.sits.filter((one) => one.person);
        row("tables", group.number, {
            said: `Group ${group.number} (${sits}): ${group.status}.${waits} ${plain(group.last)}`,
            acts: JSON.stringify([group.open, instead, group.umpire]),
            tools: () => (group.open ? [
                button("Make the usual move", "advance", () => ({ group: group.number })),
                ...instead.map((one) => button(
                    one.instead ? `${one.name}: person plays again` : `${one.name}: let the computer play`,
                    "instead", () => ({ group: group.number, seat: one.seat, on: !one.instead }))),
                ...(group.umpire ? umpire(group.number) : []),
            ] : []),
        });
    }

    // The umpire of a war game types what the terminal takes: `inject NAME`, `rule …`, `override …`, `go`, `back TURN`.
    function umpire(number) {
        const line = make("input", { maxLength: 500 });
        line.setAttribute("aria-label", `What the umpire of group ${number} does`);
        const done = () => {
            teach("umpire", { group: number, line: line.value });
            line.value = "";
        };
        return [
            line,
            make("button", { textContent: "Umpire: do it", onclick: done }),
            make("button", { textContent: "Umpire: look", onclick: () => send({ look: number }) }),
        ];
    }

    function person(one) {
        const seats = found.tables.filter((group) => group.open)
            .flatMap((group) => group.sits.map((seat) => [group.number, seat.seat, `Group ${group.number}, ${seat.name}`]));
        const where = one.group ? `group ${one.group}, ${one.seat}` : "no seat";
        row("list", one.number, {
            said: `${one.name}: ${where}${one.here ? "" : " (not here)"}${one.calls ? " calls you!" : ""}`,
            acts: JSON.stringify(seats),
            tools: () => {
                const name = make("input", { value: one.name, maxLength: 40 });
                name.setAttribute("aria-label", `Another name for ${one.name}`);
                const rename = button("Rename", "rename", () => ({ person: one.number, name: name.value }));
                const named = one.robot ? [] : [name, rename];
                const place = make("select", {}, make("option", { textContent: "Another seat …", value: "" }));
                place.setAttribute("aria-label", `A seat for ${one.name}`);
                seats.forEach(([, , text], k) => place.append(make("option", { textContent: text, value: k })));
                place.onchange = () => {
                    const [group, seat] = seats[Number(place.value)] || [];
                    if (group) teach("sit", { person: one.number, group, seat });
                    place.value = "";
                };
                return [...named, place, button("Remove", "remove", () => ({ person: one.number }))];
            },
        });
    }

    const hear = (said) => {
        if (said.debrief !== undefined) $("debrief").innerHTML = said.debrief;
        if (said.refused) put("told", `${sentence(said.refused)} ${sentence(said.hint)}`);
        if (said.done) put("told", "");
        if (said.look !== undefined) $("look").innerHTML = `<h2>Group ${Number(said.group)}</h2>${said.look}`;
        if (said.picture) {
            found = said.picture;
            setTimer(found);
            put("title", found.title);
            found.tables.forEach(table);
            found.list.forEach(person);
            const known = new Set(found.list.map((one) => one.number));
            for (const [number, one] of rows.list)
                if (!known.has(number)) {
                    one.remove();
                    rows.list.delete(number);
                }
            $("debrief").hidden = !found.over;
            $("refused").replaceChildren(...found.refused.map((text) => make("li", { textContent: text })));
            for (const one of $("acts").children) {
                if (one.dataset.act === "begin") one.textContent = found.begun ? "Draw lots again" : "Start: draw lots";
                if (one.dataset.act === "freeze") one.textContent = found.frozen ? "Go on" : "Freeze";
                if (one.dataset.act === "chat") one.textContent = found.chat ? "Messages off" : "Messages on";
                if (one.dataset.act === "door") one.textContent = found.door ? "Close the door" : "Open the door";
            }
        }
        status();
    };

    $("acts").onclick = (event) => {
        const act = event.target.dataset.act;
        if (!act || !found) return;
        const risky = (act === "begin" && found.begun) || act === "end";
        if (risky && event.target.dataset.sure !== "yes") {
            event.target.dataset.sure = "yes";
            put("told", "Tap once more: groups that still play are broken off.");
            setTimeout(() => delete event.target.dataset.sure, 5000);
            return;
        }
        teach(act, { minutes: Number(event.target.dataset.minutes || 0), on: !found[{ freeze: "frozen" }[act] || act] });
    };
    $("telling").onsubmit = (event) => {
        event.preventDefault();
        teach("tell", { text: $("words").value });
        $("words").value = "";
    };
    await unlock();
    setInterval(status, 1000);
    connect(hear, () => {}, status);
}

({ join: joinPage, seat: seatPage, desk: deskPage, wall: wallPage })[page]();
