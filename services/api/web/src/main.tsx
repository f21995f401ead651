import "@mantine/core/styles.css";
import "./app/app.css";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Providers } from "./app/providers";
import { router } from "./app/router";
import { activate, rememberedLocale } from "./lib/i18n";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
const locale = rememberedLocale();
await activate(locale);
createRoot(root).render(
  <StrictMode>
    <Providers locale={locale}>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
);
