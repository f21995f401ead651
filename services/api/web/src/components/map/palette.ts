/** The colours of the schematic map: quiet, so that routes and pins stand out on both grounds. */
export type Palette = {
  sea: string;
  sand: string;
  city: string;
  airport: string;
  island: string;
  edge: string;
  coast: string;
  trunk: string;
  trunkEdge: string;
  street: string;
  streetEdge: string;
  redLine: string;
  greenLine: string;
  text: string;
  faint: string;
  water: string;
  halo: string;
  shield: string;
  shieldEdge: string;
  shieldText: string;
};

export const palettes: Record<"light" | "dark", Palette> = {
  light: {
    sea: "#c9e2ef",
    sand: "#f6f0e2",
    city: "#f3f2ee",
    airport: "#e4e3ec",
    island: "#efe8d6",
    edge: "#dcd7c9",
    coast: "#a9c9da",
    trunk: "#ffe2a3",
    trunkEdge: "#d8ab52",
    street: "#ffffff",
    streetEdge: "#c9c3b4",
    redLine: "#cf7f84",
    greenLine: "#7fae83",
    text: "#3b4149",
    faint: "#5f666e",
    water: "#3f6f8c",
    halo: "#fbfaf6",
    shield: "#1d6b4f",
    shieldEdge: "#ffffff",
    shieldText: "#ffffff",
  },
  dark: {
    sea: "#0b1a23",
    sand: "#2a2823",
    city: "#2a2e33",
    airport: "#34353f",
    island: "#2a2823",
    edge: "#3b4047",
    coast: "#2b4b5b",
    trunk: "#6d5a2d",
    trunkEdge: "#15171a",
    street: "#474d55",
    streetEdge: "#17191c",
    redLine: "#8a4a4f",
    greenLine: "#47704b",
    text: "#d3d8de",
    faint: "#a3abb4",
    water: "#7fb0cc",
    halo: "#1a1c1f",
    shield: "#2f8064",
    shieldEdge: "#14171a",
    shieldText: "#ffffff",
  },
};
