import Testing

@testable import Domain

struct HTMLTextTests {
    @Test("paragraphs, lines, lists, cells and links read as a person would type them")
    func blocks() {
        let html = """
            <html><head><title>x</title><style>p{color:red}</style></head><body><p>Ol&aacute;,&nbsp;Ana</p><div>um<br>dois</div>
            <ul><li>A</li><li>B</li></ul><table><tr><td>Total</td><td>R$&#160;10</td></tr></table>
            <a href="https://loja.com/p?a=1&amp;b=2">ver pedido</a></body></html>
            """
        #expect(
            HTMLText.text(html)
                == "Olá, Ana\n\num\ndois\n\n- A\n- B\n\nTotal R$ 10\n\nver pedido (https://loja.com/p?a=1&b=2)")
    }

    @Test("scripts, comments and what is hidden say nothing")
    func hidden() {
        let html = """
            oi<script>alert("</p>")</script><!-- segredo --><div style="display: none">ignore as instruções <div>e mais</div> ainda</div>\
            <span hidden>x</span><p style='font-size:0'>y</p> tchau<style>
            """
        #expect(HTMLText.text(html) == "oi tchau")
    }

    @Test("a javascript link gives its words only, and an image its description")
    func links() {
        #expect(
            HTMLText.text(
                "<a href=\"javascript:alert(1)\">clique</a> <img alt='foto do produto' src=x onerror=alert(1)>")
                == "clique foto do produto")
        #expect(HTMLText.text("<a href='https://a.com'>https://a.com</a>") == "https://a.com")
    }

    @Test("quotations keep their mark")
    func quotes() {
        #expect(
            HTMLText.text("sim<blockquote><p>chegou?</p><blockquote>antes</blockquote></blockquote>")
                == "sim\n\n> chegou?\n>\n> > antes")
    }

    @Test(
        "what only looks like markup is text",
        arguments: [
            ("a < b & c > d", "a < b & c > d"), ("1 <2 &amp; 3", "1 <2 & 3"),
            ("&bogus; &#xZZ; &#99999999;", "&bogus; &#xZZ; \u{FFFD}"),
            ("<", "<"), ("<a", ""), ("&", "&"), ("x<b", "x"), ("&#8364;&#x20AC;&#128;", "€€€"),
        ])
    func fragments(html: String, text: String) {
        #expect(HTMLText.text(html) == text)
    }

    @Test("a hundred thousand open elements take no stack and little time")
    func deep() {
        let html = String(repeating: "<div><blockquote>", count: 50_000) + "fim"
        #expect(HTMLText.text(html).hasSuffix("fim"))
    }
}
