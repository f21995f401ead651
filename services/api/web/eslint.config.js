import importPlugin from "eslint-plugin-import";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const features = ["login", "board", "booking", "today", "clearances", "calls"];

export default tseslint.config(
  { ignores: ["src/api/generated/**", "node_modules/**", "../static/**"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { import: importPlugin, "react-hooks": hooks, "jsx-a11y": a11y },
    settings: { "import/resolver": { node: { extensions: [".ts", ".tsx", ".js", ".json"] } } },
    rules: {
      ...a11y.flatConfigs.recommended.rules,
      "jsx-a11y/no-autofocus": "off", // one field a page, where the person starts to type
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
      "@typescript-eslint/consistent-type-imports": "error",
      "import/no-restricted-paths": [
        "error",
        {
          zones: [
            ...features.map((name) => ({
              target: `./src/features/${name}`,
              from: "./src/features",
              except: [`./${name}`],
              message: "Features never import features; app/ puts them together.",
            })),
            { target: "./src/features", from: "./src/app", message: "Features do not know the app." },
            {
              target: ["./src/components", "./src/lib", "./src/api"],
              from: ["./src/features", "./src/app"],
              message: "Shared code knows no feature.",
            },
            { target: ["./src/lib"], from: ["./src/api", "./src/components"], message: "lib stands alone." },
          ],
        },
      ],
    },
  },
  { files: ["src/**/*.tsx"], rules: { "max-lines": ["error", { max: 250 }] } },
);
