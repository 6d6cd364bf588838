/** What the loader has set up and the panel moves into. */
export interface Shell {
  readonly root: ShadowRoot;
  readonly frame: HTMLElement;
  readonly launcher: HTMLButtonElement;
  readonly endpoint: string;
  readonly chatbot: string;
}

export interface MountedPanel {
  open(): void;
}

export function storagePrefix(endpoint: string, chatbot: string): string {
  return `deskbell:${endpoint}${chatbot}:`;
}
