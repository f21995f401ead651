import { useDebouncedValue } from "@mantine/hooks";

/**
 * The words to look up, once typing has paused, and whether they are still what stands in the field:
 * what was found for older words may be shown, but must not be taken.
 */
export function useTyped(text: string, pauseMs: number): [words: string, isCurrent: boolean] {
  const [words] = useDebouncedValue(text, pauseMs);
  return [words, words === text];
}
