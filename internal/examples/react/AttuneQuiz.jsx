import { useEffect, useRef } from "react";

// Where the test is served from.
const home = "https://quiz.example.org";

// Room for the first page, until the script knows better.
const room = 2900;

// Shows the test in place. Whatever an element of the snippet may say can be
// given as a property: topic, article, locale, scheme, form, label. onEvent is
// told each event, such as ("quiz:completed", { attempt, … }).
export function AttuneQuiz({ partner, instrument = "relationship", label = "Relationship self-assessment", onEvent, ...visit }) {
  const element = useRef(null);

  useEffect(() => {
    const src = `${home}/embed.js`;
    if (document.querySelector(`script[src="${src}"]`)) return;
    const script = document.createElement("script");
    script.src = src;
    script.async = true;
    document.head.append(script);
  }, []);

  useEffect(() => {
    const node = element.current;
    const tell = (event) => onEvent?.(event.type, event.detail);
    const types = ["ready", "started", "progress", "completed", "error", "resize"].map((name) => `quiz:${name}`);
    types.forEach((type) => node.addEventListener(type, tell));
    return () => types.forEach((type) => node.removeEventListener(type, tell));
  }, [onEvent]);

  return (
    <attune-quiz ref={element} partner={partner} instrument={instrument} label={label} {...visit}>
      <iframe
        src={`${home}/embed/${partner}/${instrument}?${new URLSearchParams(visit)}`}
        title={label}
        width="100%"
        height={room}
        frameBorder="0"
        loading="lazy"
        referrerPolicy="origin"
        allow="clipboard-write"
      />
    </attune-quiz>
  );
}
