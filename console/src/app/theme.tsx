// antd in our clothes: tokens of ux.md, no blue, no "发 布", no dim mask, popups inside native dialogs.
import { ConfigProvider, type ThemeConfig } from "antd";
import type { ReactNode } from "react";
import { antdLocale } from "@/i18n";
import { Icon } from "@/ui/icons";

const FONT = 'var(--font)';

export const THEME: ThemeConfig = {
  cssVar: { key: "yt" },
  hashed: false,
  token: {
    colorPrimary: "#0b6e63",
    colorInfo: "#0b6e63",
    colorLink: "#0b6e63",
    colorSuccess: "#0b8f6f",
    colorWarning: "#b7791f",
    colorError: "#c2372e",
    colorText: "#16211f",
    colorTextSecondary: "#55635f",
    colorTextTertiary: "#5f6c68",
    colorTextDescription: "#55635f",
    colorTextPlaceholder: "#66736f",
    colorTextDisabled: "#66736f",
    colorBorder: "#cfd7d4",
    colorBorderSecondary: "#e3e8e6",
    colorBgLayout: "#f5f7f6",
    controlItemBgActive: "#e4f2ef",
    controlItemBgActiveHover: "#d7ebe6",
    colorBgMask: "rgb(22 33 31 / 8%)",
    borderRadius: 6,
    borderRadiusLG: 8,
    fontFamily: FONT,
    fontSize: 14,
    lineHeight: 22 / 14,
    fontWeightStrong: 650,
    motionDurationMid: "0.12s",
    motionDurationSlow: "0.16s",
    boxShadowSecondary: "0 8px 28px rgb(22 33 31 / 14%)",
  },
  components: {
    Table: { headerBg: "#ffffff", headerColor: "#55635f", cellPaddingBlock: 10, rowHoverBg: "#f1f5f3" },
    Button: { primaryShadow: "none", defaultShadow: "none", fontWeight: 550 },
    Segmented: { itemSelectedColor: "#0b6e63" },
    Drawer: { paddingLG: 20 },
  },
};

/** Popups must live inside an open native dialog, or it makes them inert. */
function container(trigger?: HTMLElement): HTMLElement {
  return trigger?.closest("dialog") ?? document.body;
}

export function Theme({ children }: { children: ReactNode }) {
  return (
    <ConfigProvider
      theme={THEME}
      locale={antdLocale()}
      getPopupContainer={container}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
      drawer={{ mask: false }}
      select={{ suffixIcon: <Icon name="down" size={12} />, clearIcon: <Icon name="close" size={12} /> }}
    >
      {children}
    </ConfigProvider>
  );
}
