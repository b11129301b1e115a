"use client";

import { SunMoon } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import {
  Menu,
  MenuContent,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from "@/components/ui/menu";
import { type Density, densities, keepPreference, oneOf, type Theme, themes } from "./preferences";

const names = {
  system: "As the system",
  light: "Light",
  dark: "Dark",
  compact: "Compact",
  relaxed: "Relaxed",
} satisfies Record<Theme | Density, string>;

/** Theme and row height: they act at once and are kept for the next visit. */
export function DisplayMenu(kept: { theme: Theme; density: Density }) {
  const [theme, setTheme] = useState(kept.theme);
  const [density, setDensity] = useState(kept.density);
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label="Theme and row height">
          <SunMoon />
        </IconButton>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuLabel>Theme</MenuLabel>
        <MenuRadioGroup
          value={theme}
          onValueChange={(value) => {
            const chosen = oneOf(themes, value);
            setTheme(chosen);
            keepPreference("theme", chosen);
            document.documentElement.dataset.theme = chosen;
          }}
        >
          {themes.map((value) => (
            <MenuRadioItem key={value} value={value}>
              {names[value]}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuLabel>Row height</MenuLabel>
        <MenuRadioGroup
          value={density}
          onValueChange={(value) => {
            const chosen = oneOf(densities, value);
            setDensity(chosen);
            keepPreference("density", chosen);
            document.documentElement.dataset.density = chosen;
          }}
        >
          {densities.map((value) => (
            <MenuRadioItem key={value} value={value}>
              {names[value]}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
