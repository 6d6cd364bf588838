/** Stylesheets are bundled as minified text. */
declare module "*.css" {
  export const css: string;
}
