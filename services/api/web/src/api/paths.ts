import type { paths } from "./generated/schema";

/** Every POST needs an Idempotency-Key; our client adds one by itself where a caller names none. */
type KeyAdded<Call> = Call extends { parameters: { header: infer Headers extends { "Idempotency-Key": string } } }
  ? Omit<Call, "parameters"> & { parameters: Omit<Call["parameters"], "header"> & { header?: Partial<Headers> } }
  : Call;

export type Paths = { [Path in keyof paths]: { [Method in keyof paths[Path]]: KeyAdded<paths[Path][Method]> } };
