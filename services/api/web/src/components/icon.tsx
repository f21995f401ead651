const paths = {
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2",
  moon: "M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10Z",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  late: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7v5l3.5 2",
  warning: "M12 4 2.8 20h18.4L12 4ZM12 10v5M12 17.2v.3",
  phone: "M6 3h4l1.5 5L9 10a12 12 0 0 0 5 5l2-2.5 5 1.5v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2Z",
  check: "M4 12.5 9.5 18 20 6.5",
  close: "M6 6l12 12M18 6 6 18",
  previous: "M15 5 8 12l7 7",
  next: "M9 5l7 7-7 7",
  out: "M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9",
  pin: "M12 21s-6-6.5-6-11a6 6 0 0 1 12 0c0 4.5-6 11-6 11ZM12 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z",
  menu: "M4 6h16M4 12h16M4 18h16",
  route: "M6 17a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM18 3a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM8 19h7a3.5 3.5 0 0 0 0-7H9a3.5 3.5 0 0 1 0-7h7",
  gauge: "M4 16a8 8 0 1 1 16 0M12 16l4-5",
  send: "M4 12 20 4l-4 16-4-7-8-1Z",
  away: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 21c0-4 3.5-6 8-6M15 16l6 6M21 16l-6 6",
  paper: "M6 3h8l4 4v14H6zM9 12h6M9 16h6",
} as const;

export type IconName = keyof typeof paths;

const mirrored: IconName[] = ["previous", "next", "out", "send"];

/** A line drawing beside words, never instead of them; those that point are mirrored right-to-left. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      className={mirrored.includes(name) ? "icon icon-mirrored" : "icon"}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
