// Pages of MDX, an array of strings in the JSON file that is named first, to the HTML that Docusaurus's own
// parser and React make of them: an array of {html} or {error}, in the file that is named second.
// Run in a folder with node_modules.
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
import {readFileSync, writeFileSync} from 'node:fs';

const require = createRequire(process.cwd() + '/package.json');
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const {evaluate} = await import(pathToFileURL(process.cwd() + '/node_modules/@mdx-js/mdx/index.js').href);
const gfm = (await import(pathToFileURL(process.cwd() + '/node_modules/remark-gfm/index.js').href)).default;
const directive = (await import(pathToFileURL(process.cwd() + '/node_modules/remark-directive/index.js').href)).default;
const {visit} = await import(pathToFileURL(process.cwd() + '/node_modules/unist-util-visit/index.js').href);
const runtime = (await load('react/jsx-runtime'));
const React = (await load('react')).default;
const server = (await load('react-dom/server')).default;

// As Docusaurus does: notes become elements, other directives without more go back to text.
const notes = () => (tree) => {
  visit(tree, (node, index, parent) => {
    if (node.type === 'containerDirective') {
      node.data = {hName: 'aside'};
    } else if (node.type === 'textDirective' && !node.children.length) {
      parent.children[index] = {type: 'text', value: ':' + node.name};
    }
  });
};
const plain = ({children}) => children;
const pages = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const results = [];
for (const page of pages) {
  try {
    const source = page.replace(/^import Tab.*$/gm, '').replace(/require\(("[^"]*")\)\.default/g, '$1');
    const made = await evaluate(source, {...runtime, remarkPlugins: [gfm, directive, notes]});
    const element = React.createElement(made.default, {components: {Tabs: plain, TabItem: plain}});
    results.push({html: server.renderToStaticMarkup(element)});
  } catch (error) {
    results.push({error: String(error.message)});
  }
}
writeFileSync(process.argv[3], JSON.stringify(results));
