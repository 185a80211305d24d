import { useNavigate } from "react-router";
import { setKeysOn, useKeysOn } from "@/app/keys";
import { sentence } from "@/app/problem";
import { signOut, useSession } from "@/app/session";
import { named, t } from "@/i18n";
import { Icon } from "@/ui/icons";
import { Menu } from "@/ui/Pop";
import { toast } from "@/ui/toast";

interface MeAct {
  id: string;
  text: string;
  words: string;
  run: () => void;
}

/** What one does about oneself: in the menu, on the phone's sheet, in the palette. */
export function useMeActs(): MeAct[] {
  const navigate = useNavigate();
  const keys = useKeysOn();
  const leave = (everywhere: boolean) =>
    void signOut(everywhere).catch((error: unknown) => toast({ text: sentence(error), tone: "danger" }));
  return [
    { id: "password", text: t("ui.me.password"), words: t("ui.me.password.words"), run: () => void navigate("/password") },
    { id: "keys", text: keys ? t("ui.me.keys.off") : t("ui.me.keys.on"), words: t("ui.keys.words"), run: () => setKeysOn(!keys) },
    { id: "out", text: t("ui.me.out"), words: t("ui.me.out.words"), run: () => leave(false) },
    { id: "everywhere", text: t("ui.me.everywhere"), words: t("ui.me.out.words"), run: () => leave(true) },
  ];
}

export function Me({ onSheet }: { onSheet: () => void }) {
  const { user } = useSession();
  const acts = useMeActs();
  const item = (id: string) => {
    const act = acts.find((one) => one.id === id);
    return { id, label: act?.text, run: act?.run ?? (() => undefined) };
  };
  return (
    <Menu align="end" label={t("ui.me.of", { name: user.name || user.login })} className="me-button"
      trigger={<><Icon name="me" /><span className="me-name ellipsis">{user.name || user.login}</span></>}
      items={[
        { id: "who", disabled: true, label: <>{user.login}<br />{named("role", user.role)}</>, run: () => undefined },
        null,
        item("password"),
        item("keys"),
        { id: "sheet", label: t("ui.keys.sheet"), hint: "?", run: onSheet },
        null,
        item("out"),
        item("everywhere"),
      ]} />
  );
}
