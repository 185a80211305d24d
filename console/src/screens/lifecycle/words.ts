// Stages in words and colours.
import { stageTone } from "@/screens/customers/words";

/** The fill of a stage's bar. Strangers and the lost are both grey: one is lighter. */
export const stageFill = (stage: string): string => `var(--${stageTone(stage)})`;
