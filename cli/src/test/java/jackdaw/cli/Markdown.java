package jackdaw.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A Markdown file of the repository: its code blocks, links and headings.
 *
 * @param path from the root of the repository
 * @param text all of it
 * @param blocks its code blocks, in order
 * @param links where its links and images point, in order
 * @param anchors of its headings, as GitHub names them
 * @param code what stands in its sentences and tables as code
 */
record Markdown(
    String path,
    String text,
    List<Block> blocks,
    List<Target> links,
    List<String> anchors,
    List<String> code) {
  /** The root of the repository. */
  static final Path ROOT = Path.of("..");

  private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|(\\S+))");

  /**
   * A code block.
   *
   * @param line where it begins, from 1
   * @param language the word behind its fence; empty if there is none, or if it is indented
   * @param attributes what stands behind the language in braces, which GitHub does not show
   * @param code its lines
   * @param source the last link before it; empty if there is none
   */
  record Block(
      int line, String language, Map<String, String> attributes, String code, String source) {}

  /**
   * Where a link or an image points.
   *
   * @param line where it stands, from 1
   * @param destination as it is written
   */
  record Target(int line, String destination) {}

  /** All of the repository: the README, CONTRIBUTING, and the book in the order of its contents. */
  static List<Markdown> all() {
    Markdown contents = read("docs/README.md");
    List<String> paths = new ArrayList<>(List.of("README.md", "CONTRIBUTING.md", contents.path));
    for (Target link : contents.links) {
      String path = "docs/" + link.destination.replaceFirst("#.*", "");
      boolean isChapter = path.endsWith(".md") && !path.contains("..");
      if (isChapter && !paths.contains(path) && Files.exists(ROOT.resolve(path))) {
        paths.add(path);
      }
    }
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files
          .map(file -> ROOT.relativize(file).toString())
          .filter(path -> path.endsWith(".md") && !paths.contains(path))
          .sorted()
          .forEach(paths::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return paths.stream().map(Markdown::read).toList();
  }

  /** Reads one file. */
  static Markdown read(String path) {
    try {
      return parse(path, Files.readString(ROOT.resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads text as if it stood in a file. */
  static Markdown parse(String path, String text) {
    Parser parser =
        Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES).build();
    Visitor visitor = new Visitor();
    parser.parse(text).accept(visitor);
    return new Markdown(path, text, visitor.blocks, visitor.links, visitor.anchors, visitor.code);
  }

  @Override
  public String toString() {
    return path;
  }

  private static final class Visitor extends AbstractVisitor {
    private final List<Block> blocks = new ArrayList<>();
    private final List<Target> links = new ArrayList<>();
    private final List<String> anchors = new ArrayList<>();
    private final List<String> code = new ArrayList<>();

    @Override
    public void visit(FencedCodeBlock block) {
      String[] info = block.getInfo().strip().split("\\s+", 2);
      Map<String, String> attributes = new LinkedHashMap<>();
      Matcher matcher = ATTRIBUTE.matcher(info.length > 1 ? info[1] : "");
      while (matcher.find()) {
        attributes.put(
            matcher.group(1), matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
      }
      blocks.add(new Block(line(block), info[0], attributes, block.getLiteral(), lastLink()));
    }

    @Override
    public void visit(IndentedCodeBlock block) {
      blocks.add(new Block(line(block), "", Map.of(), block.getLiteral(), lastLink()));
    }

    @Override
    public void visit(Code span) {
      code.add(span.getLiteral());
    }

    @Override
    public void visit(Link link) {
      links.add(new Target(line(link), link.getDestination()));
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      links.add(new Target(line(image), image.getDestination()));
      visitChildren(image);
    }

    @Override
    public void visit(Heading heading) {
      StringBuilder title = new StringBuilder();
      heading.accept(
          new AbstractVisitor() {
            @Override
            public void visit(Text text) {
              title.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
              title.append(code.getLiteral());
            }
          });
      anchors.add(
          title
              .toString()
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}_ -]", "")
              .replace(' ', '-'));
      visitChildren(heading);
    }

    private String lastLink() {
      return links.isEmpty() ? "" : links.getLast().destination;
    }

    private static int line(Node node) {
      return node.getSourceSpans().getFirst().getLineIndex() + 1;
    }
  }
}
