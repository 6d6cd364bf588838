export interface WidgetFiles {
  /** File name of the panel. */
  readonly panel: string;
}
/** Builds widget.js, panel-<hash>.js and manifest.json into the directory. */
export function buildWidget(outdir: string): Promise<WidgetFiles>;
