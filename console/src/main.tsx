import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import "./app/tokens.css";
import "./app/base.css";
import "./ui/ui.css";
import "./app/shell/shell.css";
import { watchBuild } from "./app/build";
import { startKeys } from "./app/keys";
import { client } from "./app/query";
import { router } from "./app/routes";
import { Theme } from "./app/theme";
import { setLang, startLang, useLang } from "./i18n";
import { Toasts } from "./ui/Toasts";

function App() {
  const lang = useLang();
  // A new language remounts everything: `t` is a plain function, and what was being looked at is in the URL.
  return (
    <Theme key={lang}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </Theme>
  );
}

watchBuild();
startKeys();
await setLang(startLang());
const root = document.getElementById("root");
if (root) createRoot(root).render(<StrictMode><App /></StrictMode>);
