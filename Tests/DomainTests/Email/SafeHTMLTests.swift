import Foundation
import Testing

@testable import Domain

struct SafeHTMLTests {
    @Test(
        arguments: [
            ("<p>Oi, <b>Ana</b></p>", "<p>Oi, <b>Ana</b></p>"),
            ("a < b & c &lt;i&gt; &amp; &eacute;", "a &lt; b &amp; c &lt;i&gt; &amp; é"),
            // What never closes, closes; what closes without having begun, does not.
            ("<div><b>um<i>dois</b></i>", "<div><b>um<i>dois</i></b></div>"),
            ("</table></div>oi", "oi"), ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
            // Unknown tags go, their words stay.
            ("<o:p>x</o:p><custom-thing>y</custom-thing><form action=x><input value=z>w</form>", "xyw"),
            ("<!-- <script>alert(1)</script> -->oi<!doctype html><?xml x?>", "oi"),
            ("<script>alert(1)</script>oi<style>b{}</style><title>t</title>", "oi"),
            ("<svg><script>alert(1)</script></svg><math><mi>x</mi></math>oi", "oi"),
            ("<script>a</scr<script>ipt>alert(1)</script>oi", "oi"),
            ("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "&quot;&gt;"),
            ("<textarea><img src=x onerror=alert(1)></textarea>oi", "oi"), ("<plaintext><b>x", ""),
            ("<div style=\"display:none\">escondido</div>oi", "oi"), ("<p hidden>x</p><p>y</p>", "<p>y</p>"),
        ])
    func `known tags are written anew, everything else is left out`(html: String, safe: String) {
        #expect(SafeHTML.body(html) == safe)
    }

    @Test(
        arguments: [
            (
                "<a href=\"https://x.example/?a=1&b=2\" onclick=\"x()\">y</a>",
                "<a href=\"https://x.example/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow\">y</a>"
            ),
            ("<a href=\"mailto:a@b.c\">y</a>", "<a href=\"mailto:a@b.c\" rel=\"noopener noreferrer nofollow\">y</a>"),
            ("<a href=\"javascript:alert(1)\">y</a>", "<a>y</a>"),
            ("<a href=\" java\nscript:alert(1)\">y</a>", "<a>y</a>"),
            ("<a href=\"&#106;avascript:alert(1)\">y</a>", "<a>y</a>"), ("<a href=data:text/html,x>y</a>", "<a>y</a>"),
            (
                "<a href=\"vbscript:x\">y</a><a href=//evil.example>z</a><a href=/support>w</a>",
                "<a>y</a><a>z</a><a>w</a>"
            ),
            ("<p onmouseover=alert(1) id=x class=y>z</p>", "<p>z</p>"),
            (
                "<td colspan=2 bgcolor=\"#fff\" width=\"50%\">x</td>",
                "<td bgcolor=\"#fff\" colspan=\"2\" width=\"50%\">x</td>"
            ),
            ("<td width=\"1e9\" bgcolor=\"url(x)\" align=\"x;y\">x</td>", "<td>x</td>"),
            ("<p title=\"a\u{301}\" onfocus=x\u{301}\">z</p>", "<p title=\"a\u{301}\">z</p>"),
            ("<p title='\"\u{301} onfocus=x'>z</p>", "<p title=\"&quot;\u{301} onfocus=x\">z</p>"),
        ])
    func `addresses lead to pages and mailboxes only, and no attribute acts`(html: String, safe: String) {
        #expect(SafeHTML.body(html) == safe)
    }

    @Test(
        arguments: [
            ("color: red; font-size:12px", "color:red;font-size:12px"),
            ("background:url(https://t.example/p.gif);color:#333", "color:#333"),
            ("background: u\\72l(x)", ""), ("color:expression(alert(1))", ""),
            ("color: rgb(1, 2, 3)", "color:rgb(1, 2, 3)"),
            ("background:image-set('x' 1x)", ""), ("position:fixed;top:0;z-index:9", ""), ("behavior:url(x)", ""),
            ("width:calc(1px + 1px)", ""), ("color:red/**/", ""), ("-moz-binding:x", ""), ("@import 'x'", ""),
            ("font-family:'Segoe UI', Arial", "font-family:'Segoe UI', Arial"),
        ])
    func `styles draw, and fetch nothing`(style: String, safe: String) {
        let escaped = safe.replacing("'", with: "&#39;")
        #expect(
            SafeHTML.body("<p style=\"\(style)\">x</p>")
                == (safe.isEmpty ? "<p>x</p>" : "<p style=\"\(escaped)\">x</p>"))
    }

    @Test func `pictures are not fetched: their words stand for them, and those inside the mail are shown`() {
        #expect(SafeHTML.body("<img src=https://t.example/p.gif width=1 height=1>") == "")
        #expect(
            SafeHTML.body("<img src=\"cid:logo\" alt=\"Loja <Aurora>\">")
                == "<span class=\"picture\">Loja &lt;Aurora&gt;</span>")
        #expect(
            SafeHTML.body("<img src=\"data:image/png;base64,AAAA\" width=9>")
                == "<img src=\"data:image/png;base64,AAAA\" width=\"9\">")
        for source in ["data:image/svg+xml;base64,AAAA", "data:text/html;base64,AAAA", "data:image/png;base64,A\"A"] {
            #expect(!SafeHTML.body("<img src='\(source)'>").contains("<img"))
        }
        let large = "<img src=\"data:image/png;base64,\(String(repeating: "A", count: 500_000))\">"
        #expect(SafeHTML.body(large) == "")
    }

    @Test func `what is endless ends`() {
        let deep = SafeHTML.body(String(repeating: "<div>", count: 100_000) + "oi")
        #expect(deep.components(separatedBy: "<div>").count - 1 == SafeHTML.depthLimit && deep.contains("oi"))
        #expect(deep.components(separatedBy: "</div>").count - 1 == SafeHTML.depthLimit)
        #expect(SafeHTML.body(String(repeating: "&amp;", count: 1 << 20)).utf8.count < SafeHTML.outputLimit + 100)
        #expect(SafeHTML.body("<p title=\"" + String(repeating: "x", count: 1 << 20)).isEmpty == false)
        #expect(SafeHTML.body("\u{0}<b\u{0}>x") == "\u{FFFD}" + SafeHTML.body("<b\u{0}>x"))
    }
}
