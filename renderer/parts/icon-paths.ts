/** The line drawings: a name comes in, an SVG path on a field of 20 x 20 goes out. */
export const iconPaths = {
  library: "M3 4h6v5H3zM11 4h6v5h-6zM3 11h6v5H3zM11 11h6v5h-6z",
  groups: "M3 6.5h10.5V17H3zM6.5 6.5V3H17v10.5h-3.5",
  folders: "M2.5 5.5V15a1 1 0 0 0 1 1h13a1 1 0 0 0 1-1V7a1 1 0 0 0-1-1h-7l-2-2h-4a1 1 0 0 0-1 1z",
  settings: "M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4",
  help: "M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.2v.1M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15z",
  pause: "M7 4.5v11M13 4.5v11",
  play: "M6.5 4.5v11l9-5.5z",
  stop: "M5.5 5.5h9v9h-9z",
  close: "M5 5l10 10M15 5L5 15",
  check: "M4 10.5l4 4 8-9",
  look: "M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  details: "M3 4h14v12H3zM12.5 4v12",
  back: "M12 4.5L6.5 10l5.5 5.5",
  forward: "M8 4.5l5.5 5.5L8 15.5",
  rows: "M3 4.5h8v4.5H3zM13 4.5h4V9h-4zM3 11h4v4.5H3zM9 11h8v4.5H9z",
  compare: "M3 4.5h5.5v11H3zM11.5 4.5H17v11h-5.5z",
  lock: "M5.5 9h9v7.5h-9zM7 9V6.5a3 3 0 0 1 6 0V9",
  search: "M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4",
  warning: "M10 3.5l7.5 13h-15zM10 8.5v4M10 14.6v.1",
} as const;
export type IconName = keyof typeof iconPaths;
