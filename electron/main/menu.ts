/** Whether this is a Mac and a packaged program comes in; the menu's template goes out, all of it in the system's own roles. */
import type { MenuItemConstructorOptions } from "electron";

export function menuTemplate({ mac, packaged }: { readonly mac: boolean; readonly packaged: boolean }): MenuItemConstructorOptions[] {
  const view: MenuItemConstructorOptions[] = [
    { role: "resetZoom" },
    { role: "zoomIn" },
    { role: "zoomOut" },
    { type: "separator" },
    { role: "togglefullscreen" },
  ];
  const developer: MenuItemConstructorOptions[] = [{ type: "separator" }, { role: "reload" }, { role: "toggleDevTools" }];
  return [
    ...(mac ? [{ role: "appMenu" } as const] : []),
    { role: "fileMenu" },
    { role: "editMenu" },
    { label: "View", submenu: packaged ? view : [...view, ...developer] },
    { role: "windowMenu" },
  ];
}
