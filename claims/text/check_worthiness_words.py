"""The words behind the signs of check-worthiness, Indonesian and English. General words only, none of one topic."""

import re


def _any_of(words: str, *, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """One pattern of words and phrases, one a line; ``*`` stands for any ending, longest first."""
    phrases = sorted((line.strip() for line in words.strip().splitlines() if line.strip()), key=len, reverse=True)
    alternatives = (re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for phrase in phrases)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(alternatives)})(?![\w-])", flags)


# Capitals only because the sentence begins with them; no part of a name.
FIRST_WORDS = frozenset(
    """
    karena meskipun walaupun namun tetapi sementara ketika saat jika bila menurut beberapa semua para dalam pada di ke
    dari untuk dengan oleh bahwa the a an in on at by for from of to when while although because but and if as some many
    all several according
    """.split()  # noqa: SIM905 - words are read best as words
)

SIGN_WORDS = {
    "number": _any_of("""
        nol
        dua
        tiga
        empat
        lima
        enam
        tujuh
        delapan
        sembilan
        sepuluh
        sebelas
        seratus
        seribu
        puluh
        puluhan
        belas
        belasan
        ratus
        ratusan
        ribu
        ribuan
        juta
        jutaan
        miliar
        miliaran
        triliun
        triliunan
        persen
        separuh
        setengah
        sepertiga
        seperempat
        satu dari
        two
        three
        four
        five
        six
        seven
        eight
        nine
        ten
        eleven
        twelve
        thirteen
        fifteen
        twenty
        thirty
        forty
        fifty
        sixty
        seventy
        eighty
        ninety
        dozen*
        hundred*
        thousand*
        million*
        billion*
        trillion*
        percent
        per cent
        half of
        a third of
        a quarter of
        one in
        one out of
    """),
    "comparison": _any_of("""
        lebih dari
        lebih dari pada
        kurang dari
        lebih banyak
        lebih sedikit
        lebih besar
        lebih kecil
        lebih tinggi
        lebih rendah
        lebih cepat
        lebih akurat
        dibandingkan
        ketimbang
        daripada
        terbesar
        terkecil
        tertinggi
        terendah
        terbanyak
        terbaru
        tercepat
        terutama
        pertama kali
        satu-satunya
        dua kali lipat
        meningkat
        menurun
        naik
        turun
        mayoritas
        sebagian besar
        salah satu
        more than
        less than
        fewer than
        at least
        at most
        higher than
        lower than
        larger than
        smaller than
        faster than
        better than
        worse than
        compared with
        compared to
        largest
        smallest
        biggest
        highest
        lowest
        fastest
        newest
        latest
        first ever
        for the first time
        the only
        twice
        doubled
        tripled
        halved
        rose
        fell
        increased
        decreased
        most of
        the majority of
    """),
    "past-event": _any_of("""
        telah
        sudah
        pernah
        baru saja
        tadi
        kemarin
        diluncurkan
        diresmikan
        ditandatangani
        disetujui
        ditangkap
        dituduh
        dituntut
        ditemukan
        dilaporkan
        diberlakukan
        memberlakukan
        mengumumkan
        melarang
        menyetujui
        membeli
        menjual
        memperoleh
        menimbun
        digunakan
        menggunakan
        dikembangkan
        membanjiri
        lahir
        meninggal
        wafat
        tewas
        terjadi
        menang
        kalah
        membuka
        menutup
        pada tahun
        pada tanggal
        sejak
        has been
        have been
        had been
        was
        were
        has
        had
        announced
        approved
        banned
        signed
        launched
        arrested
        accused
        found
        bought
        sold
        obtained
        used
        imposed
        restricted
        smuggled
        won
        lost
        killed
        died
        born
        happened
        since
        in the past
        last year
        last month
        yesterday
    """),
    "reported-speech": _any_of("""
        kata
        ujar
        tutur
        ungkap
        tulis
        lapor
        menurut
        mengatakan
        menyatakan
        menyebut
        menyebutkan
        mengklaim
        melaporkan
        laporan
        dikutip
        menganggap
        said
        says
        according to
        claimed
        claims
        claiming
        stated
        states that
        reported
        reports
        wrote
        told
        argued
        insisted
        alleged
        allegedly
    """),
    "causal": _any_of("""
        karena
        sebab
        menyebabkan
        mengakibatkan
        akibat
        akibatnya
        disebabkan
        berasal dari
        berkat
        memicu
        menanggapi
        mempengaruhi
        memengaruhi
        dampak
        sehingga
        because
        because of
        due to
        caused
        causes
        led to
        leads to
        resulted in
        results in
        thanks to
        as a result
        cause
        lead to
        result in
        in response to
        therefore
    """),
    "regulation": _any_of("""
        undang-undang
        peraturan
        aturan
        kebijakan
        larangan
        pembatasan
        kuota
        lisensi
        sanksi
        pajak
        anggaran
        pengadilan
        putusan
        kontrol ekspor
        law
        laws
        regulation*
        rule
        rules
        ban
        bans
        restriction*
        quota*
        licence*
        license*
        sanction*
        tax
        taxes
        budget
        court
        ruling
        verdict
        export control*
    """),
    # How much, without a measure: alone it makes no opinion.
    "strong-word": _any_of("""
        sangat
        amat
        makin
        semakin
        terlalu
        very
        extremely
        too
        ever more
        heavily
    """),
    "opinion": _any_of("""
        menurut saya
        saya rasa
        saya pikir
        saya yakin
        sebaiknya
        seharusnya
        sepatutnya
        beragam
        beraneka ragam
        indah
        buruk
        baik sekali
        luar biasa
        memalukan
        mengerikan
        sayangnya
        untungnya
        entah
        mungkin
        barangkali
        sepertinya
        tampaknya
        tidak senang
        sangat menarik
        menarik sekali
        semoga
        mudah-mudahan
        saya suka
        saya benci
        various
        diverse
        fierce
        I think
        I believe
        I feel
        in my opinion
        in our view
        should
        ought to
        beautiful
        ugly
        terrible
        wonderful
        amazing
        awful
        great
        shameful
        disgraceful
        unfortunately
        fortunately
        perhaps
        maybe
        probably
        seems
        seem
        apparently
        arguably
        hopefully
        let us
        let's
        I love
        I like
        I hate
    """),
    "prediction": _any_of("""
        akan
        bakal
        diperkirakan
        diprediksi
        diharapkan
        berharap
        ramalan
        keraguan
        diragukan
        meragukan
        masa depan
        prospek
        tahun depan
        bulan depan
        kelak
        bisa jadi
        kemungkinan
        will
        won't
        would
        shall
        is going to
        are going to
        expected to
        likely to
        forecast*
        predict*
        hopes to
        hope to
        doubt*
        prospect*
        next year
        next month
        in the future
        may be
        may become
        might
        could be
        could become
    """),
    "motive": _any_of("""
        keinginan
        berkeinginan
        ingin
        didorong oleh
        berniat
        niat
        motif
        hasrat
        ambisi
        urgensi
        bermaksud
        wants to
        want to
        wanted to
        desire
        desires
        driven by
        motivated by
        intends to
        intend to
        intention*
        motive*
        ambition*
        urge
        urgency
    """),
    "greeting": _any_of("""
        selamat pagi
        selamat siang
        selamat sore
        selamat malam
        selamat datang
        assalamualaikum
        assalamu'alaikum
        wassalamualaikum
        halo
        hai
        salam
        terima kasih
        mohon maaf
        good morning
        good afternoon
        good evening
        good night
        hello
        hi
        dear
        welcome
        thank you
        thanks
        sorry
        regards
    """),
    "first-person": _any_of("""
        saya
        aku
        kami
        kita
        I
        I'm
        I've
        we
        we're
        my
        our
    """),
}
