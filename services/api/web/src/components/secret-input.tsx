import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { useState } from "react";
import { useT } from "../lib/i18n";

type Props = Omit<PasswordInputProps, "visible" | "onVisibilityChange" | "dir" | "required">;

/** A password, always left to right, with a button that shows it and says so. */
export function SecretInput(props: Props) {
  const t = useT();
  const [visible, setVisible] = useState(false);
  return (
    <PasswordInput
      {...props}
      required
      dir="ltr"
      visible={visible}
      onVisibilityChange={setVisible}
      visibilityToggleButtonProps={{ "aria-label": t(visible ? "login.hidePassword" : "login.showPassword") }}
    />
  );
}
